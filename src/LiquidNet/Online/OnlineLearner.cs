using System.Diagnostics;
using System.Globalization;
using LiquidNet.Checks;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Learns from a stream while predicting it: each reading gets its prediction at once, and its target may follow later.</summary>
/// <remarks>
/// <para>All learning rules share this contract: <see cref="Observe"/> predicts, and <see cref="Correct(ReadOnlySpan{float})"/> learns from
/// the target of that prediction; if the target never becomes known, leave it out. To change the rule, use another derived class.</para>
/// <para>A learner owns the state of its stream and updates the parameters of the network in place, within their constraints. Other users
/// of the network see the changes, streams after <see cref="LiquidStream.Refresh"/>. Two learners on one network would overwrite each
/// other's parameters: a learner refuses to correct once another has learned in between. Dropout is off.</para>
/// <para>A correction is applied completely or not at all: if the loss, the gradient or a new value is not finite, no parameter changes,
/// and <see cref="RefusedUpdates"/> counts it. After the first observation and correction nothing is allocated. Use a learner from one
/// thread at a time; the same readings give the same bits in every run.</para>
/// <para>Zucchet et al., "Online learning of long-range dependencies", NeurIPS 2023, and Menick et al., "Practical real time recurrent
/// learning with a sparse approximation", ICLR 2021, compare such rules with each other.</para>
/// </remarks>
/// <example>
/// <code>
/// var learner = new RealTimeRecurrentLearning(network);
/// var forecast = learner.Observe(reading, elapsed);       // at once
/// learner.Correct(target);                                // when it is known, or never
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public abstract partial class OnlineLearner
{
    /// <summary>The error of a second thread.</summary>
    internal const string UsedElsewhere = "Another thread is using this learner: one thread at a time observes and corrects.";

    readonly StreamStep stream;
    readonly OnlineLoss loss;
    readonly object identity = new();
    RollbackGuard? guard;
    SoleUse use;
    bool hasLearned;
    long fasterCorrections;

    private protected OnlineLearner(LiquidNetwork network, Loss? loss)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network.CheckedForStreams(nameof(network));
        this.loss = new OnlineLoss(network, loss ?? Loss.For(network.Readout));
        stream = new StreamStep(network.Model);
    }

    /// <summary>The network that learns.</summary>
    public LiquidNetwork Network { get; }

    /// <summary>The loss that corrections reduce.</summary>
    public Loss Loss => loss.Loss;

    /// <summary>The state after the last observation [StateSize].</summary>
    public ReadOnlySpan<float> State => stream.State;

    /// <summary>Whether the last observation is waiting for its target: from <see cref="Observe"/> until it is corrected.</summary>
    public bool IsTargetDue { get; private set; }

    /// <summary>How many corrections the rule has learned from.</summary>
    public long Updates { get; private set; }

    /// <summary>How many corrections were not finite and therefore discarded.</summary>
    public long RefusedUpdates { get; private set; }

    /// <summary>A monitor that watches the losses for a change in the data.</summary>
    /// <value>Default: null, no monitor.</value>
    public DriftMonitor? Drift { get; init; }

    /// <summary>What to do when <see cref="Drift"/> has found a change; without a monitor, corrections are refused.</summary>
    /// <value>Default: null, nothing but to count it.</value>
    public DriftResponse? DriftResponse { get; init; }

    /// <summary>How many changes <see cref="Drift"/> has found.</summary>
    public long Drifts { get; private set; }

    /// <summary>Restores earlier parameters when learning has made them worse.</summary>
    /// <value>Default: null, never.</value>
    public Rollback? Rollback
    {
        get;
        init
        {
            field = value;
            guard = value is null ? null : new RollbackGuard(Network, value, loss, Moments);
        }
    }

    /// <summary>How often parameters were restored.</summary>
    public long Rollbacks { get; private set; }

    /// <summary>Whether learning is paused. Targets then change no parameter; the learner still predicts, returns losses, watches them for
    /// drift, and carries forward what its rule needs.</summary>
    /// <value>Default: false. May be set at any time.</value>
    public bool IsPaused { get; set; }

    /// <summary>Takes a reading and returns the prediction.</summary>
    /// <param name="input">The reading [InputSize]; <c>NaN</c> for a missing value, if the cell handles it.</param>
    /// <param name="elapsed">Time since the last reading, in the unit of the model's time constants; zero or more. Default: 1.</param>
    /// <returns>Probabilities or values [OutputSize]; valid until the next observation.</returns>
    /// <exception cref="ArgumentException">The number of features is wrong, or the cell does not accept a value; nothing has
    /// changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The elapsed time is negative, not finite, or too long for the solver of the cell;
    /// nothing has changed.</exception>
    /// <exception cref="ArithmeticException">The next state or the prediction is not finite; the state is unchanged.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using the learner.</exception>
    public ReadOnlySpan<float> Observe(scoped ReadOnlySpan<float> input, float elapsed = 1)
    {
        stream.Check(input, elapsed);
        return Take(input, elapsed);
    }

    /// <summary>Takes a reading that was checked when it came.</summary>
    internal ReadOnlySpan<float> Take(scoped ReadOnlySpan<float> input, float elapsed)
    {
        using var turn = BeginCall();
        IsTargetDue = false;
        var prediction = stream.Advance(input, elapsed);
        Follow(stream);
        guard?.Observe(stream);
        IsTargetDue = true;
        return prediction;
    }

    /// <summary>Learns from the target values of the last observation.</summary>
    /// <param name="target">The target values [OutputSize]; <c>NaN</c> where a value is not known, which does not count.</param>
    /// <returns>The loss of the prediction, of the values that <see cref="Loss"/> compares: of a standardised network these are
    /// standardised too, so that a mean squared error of 1 is one of one standard deviation, and not of one unit of the target. <c>NaN</c>
    /// if no value is known and nothing is learned.</returns>
    /// <exception cref="ArgumentException">The number of values is wrong, or a value is infinite or outside the
    /// <see cref="Training.Loss.TargetRange"/>; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The last observation already had its target, there was none, the loss compares with
    /// labels, another learner has changed the network, or another thread is using this one.</exception>
    public double Correct(ReadOnlySpan<float> target)
    {
        using var turn = BeginCall();
        CheckDue();
        return loss.Take(target) ? Learn() : double.NaN;
    }

    /// <summary>Learns from the label of the last observation.</summary>
    /// <param name="label">The class, 0 to OutputSize - 1; <see cref="Sequence.MissingLabel"/> if it is not known, which does not
    /// count.</param>
    /// <returns>The loss of the prediction; <c>NaN</c> if the class is not known and nothing is learned.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The last observation already had its target, there was none, the loss compares with
    /// values, another learner has changed the network, or another thread is using this one.</exception>
    public double Correct(int label)
    {
        using var turn = BeginCall();
        CheckDue();
        return loss.Take(label) ? Learn() : double.NaN;
    }

    /// <summary>Starts a new stream: the state becomes zero, parameters assigned meanwhile take effect, even those of another learner, and
    /// the rule forgets the past. Counters and the state of the optimiser are kept.</summary>
    /// <exception cref="InvalidOperationException">Another thread is using the learner.</exception>
    public void Reset()
    {
        using var turn = BeginCall();
        IsTargetDue = hasLearned = false;
        stream.State.Clear();
        stream.Prepare();
        ForgetSteps();
        ForgetTargets();
        guard?.Begin(stream);
    }

    /// <summary>The learner in words, such as "ImmediateDerivative: CfC 20 -> 32 -> linear 1, 12 updates".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{GetType().Name}: {Network.Cell} -> {Network.Readout}, {Counted.Of(Updates, "update")}");

    /// <summary>Begins a call, which ends when what is returned is disposed.</summary>
    internal SoleUse.Turn BeginCall() => use.Begin(UsedElsewhere);

    /// <summary>Whether the rule moves parameters of the cell, rather than those of the readout alone.</summary>
    private protected virtual bool MovesCell => true;

    /// <summary>The moments of the optimiser; empty if the rule has none.</summary>
    private protected virtual IReadOnlyList<float[]> Moments => [];

    /// <summary>The factor by which rollbacks have reduced the learning rate.</summary>
    private protected float RollbackRate => guard?.Rate ?? 1;

    /// <summary>What a change in the data has made of the learning rate, as a factor.</summary>
    private protected float DriftRate => fasterCorrections > 0
        ? MathF.Pow(DriftResponse!.LearningRateFactor, fasterCorrections / (float)DriftResponse.Window)
        : 1;

    /// <summary>Called after each observation, with the parameters that it was made with.</summary>
    private protected virtual void Follow(StreamStep step)
    {
    }

    /// <summary>Whether the rule learns from a target, which is then counted; asked once for each.</summary>
    private protected virtual bool Takes(OnlineLoss compared) => true;

    /// <summary>Moves parameters by the loss of the last observation.</summary>
    /// <returns>Whether they have moved; if something was not finite, they have not.</returns>
    private protected abstract bool TryUpdate(StreamStep step, OnlineLoss compared);

    /// <summary>Forgets what is carried from step to step, as the state is another one now.</summary>
    private protected virtual void ForgetSteps()
    {
    }

    /// <summary>Forgets what was learned from targets beside the parameters and the state of an optimiser.</summary>
    private protected virtual void ForgetTargets()
    {
    }

    /// <summary>Lets the next targets count more than those of before a change.</summary>
    private protected virtual void LearnAnew()
    {
    }

    double Learn()
    {
        IsTargetDue = false;
        var value = loss.Compare(stream.Logits);
        if (!IsPaused)
            Learn(value);
        if (double.IsFinite(value) && Drift?.Add(value) == true)
            Respond();
        return value;
    }

    void Respond()
    {
        Drifts++;
        if (DriftResponse is null)
            return;
        fasterCorrections = DriftResponse.Window;
        LearnAnew();
    }

    void Learn(double value)
    {
        (hasLearned, Network.LastLearner) = (true, identity);
        var isFinite = double.IsFinite(value);
        if (!isFinite)
            RefusedUpdates++;
        else if (Takes(loss))
            Count(TryUpdate(stream, loss));
        if (guard?.Correct(isFinite ? value : double.PositiveInfinity, stream) == true)
        {
            Rollbacks++;
            ForgetSteps();
        }

        fasterCorrections = Math.Max(0, fasterCorrections - 1);
        if (MovesCell)
            stream.Prepare();
        else
            stream.PrepareOutput();
    }

    void Count(bool hasMoved)
    {
        if (hasMoved)
            Updates++;
        else
            RefusedUpdates++;
    }

    void CheckDue()
    {
        if (DriftResponse is not null && Drift is null)
            throw new InvalidOperationException($"A {nameof(DriftResponse)} waits for what a monitor finds: give {nameof(Drift)} one.");
        if (!IsTargetDue)
            throw new InvalidOperationException("There is no observation to correct: each one takes one target, after Observe.");
        if (hasLearned && !IsPaused && Network.LastLearner != identity)
        {
            throw new InvalidOperationException(
                "Another learner has changed the parameters of this network since this one last did: give each learner a network of its "
                + $"own, or call {nameof(Reset)} to go on from what the other has learned.");
        }
    }
}
