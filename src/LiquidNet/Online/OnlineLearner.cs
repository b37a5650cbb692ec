using System.Diagnostics;
using System.Globalization;
using LiquidNet.Checks;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Learns from a stream while it predicts it: each reading is answered at once, and its target may follow.</summary>
/// <remarks>
/// <para>One contract for every rule: <see cref="Observe"/> predicts, <see cref="Correct(ReadOnlySpan{float})"/> learns from the target of
/// that very prediction, or is left out where the target never becomes known. Another rule is another class, and nothing else
/// changes.</para>
/// <para>A learner owns the state of its stream and moves the parameters of the network, which keep their constraints. Whoever else runs
/// the network meanwhile, as streams do after <see cref="LiquidStream.Refresh"/>, sees them move; two learners of one network would
/// disturb each other. Dropout is off.</para>
/// <para>A correction is taken whole or not at all: where loss, gradient or new values are not finite, no parameter moves, and
/// <see cref="RefusedUpdates"/> counts it. After the first observation and correction nothing is allocated. A learner is used by one
/// thread at a time, and every run over the same readings gives the same bits.</para>
/// <para>Zucchet et al., "Online learning of long-range dependencies", NeurIPS 2023, and Menick et al., "Practical real time recurrent
/// learning with a sparse approximation", ICLR 2021, compare such rules.</para>
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
    readonly StreamStep stream;
    readonly OnlineLoss loss;
    RollbackGuard? guard;

    private protected OnlineLearner(LiquidNetwork network, Loss? loss)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network.CheckedForStreams(nameof(network));
        this.loss = new OnlineLoss(network, loss ?? Loss.For(network.Readout));
        stream = new StreamStep(network.Model);
    }

    /// <summary>What learns.</summary>
    public LiquidNetwork Network { get; }

    /// <summary>How wrong a prediction is.</summary>
    public Loss Loss => loss.Loss;

    /// <summary>The state after the last observation [StateSize].</summary>
    public ReadOnlySpan<float> State => stream.State;

    /// <summary>Whether the last observation waits for its target: from <see cref="Observe"/> to <see cref="Correct(int)"/>.</summary>
    public bool IsTargetDue { get; private set; }

    /// <summary>How many corrections were taken: those from which the rule learned something.</summary>
    public long Updates { get; private set; }

    /// <summary>How many corrections were not finite, and so moved nothing.</summary>
    public long RefusedUpdates { get; private set; }

    /// <summary>Watches the losses for a change in what is observed.</summary>
    /// <value>Default: null, no watch.</value>
    public DriftMonitor? Drift { get; init; }

    /// <summary>How many changes <see cref="Drift"/> has found.</summary>
    public long Drifts { get; private set; }

    /// <summary>Puts parameters back when learning has made them worse.</summary>
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

    /// <summary>How often parameters were put back.</summary>
    public long Rollbacks { get; private set; }

    /// <summary>Whether learning is paused: targets then move no parameter, while the learner goes on to predict, to return losses, to
    /// watch them for drift, and to carry what its rule carries from step to step.</summary>
    /// <value>Default: false. May be set at any time.</value>
    public bool IsPaused { get; set; }

    /// <summary>Takes a reading and predicts.</summary>
    /// <param name="input">The reading [InputSize]; <c>NaN</c> where a value is missing, if the cell takes it.</param>
    /// <param name="elapsed">Time since the last reading, in the unit of the model's time constants; zero or more. Default: 1.</param>
    /// <returns>Probabilities or values [OutputSize]; valid until the next observation.</returns>
    /// <exception cref="ArgumentException">Another number of features, or a value that the cell does not take; nothing has
    /// changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The elapsed time is negative, not finite, or too long for the cell's solver; nothing
    /// has changed.</exception>
    /// <exception cref="ArithmeticException">The next state or the prediction is not finite; the state is what it was.</exception>
    public ReadOnlySpan<float> Observe(scoped ReadOnlySpan<float> input, float elapsed = 1)
    {
        stream.Check(input, elapsed);
        return Take(input, elapsed);
    }

    /// <summary>Takes a reading that was checked when it came.</summary>
    internal ReadOnlySpan<float> Take(scoped ReadOnlySpan<float> input, float elapsed)
    {
        IsTargetDue = false;
        var prediction = stream.Advance(input, elapsed);
        Follow(stream);
        guard?.Observe(stream);
        IsTargetDue = true;
        return prediction;
    }

    /// <summary>Learns from the target values of the last observation.</summary>
    /// <param name="target">What should have been predicted [OutputSize]; <c>NaN</c> where a value is not known, which counts
    /// nothing.</param>
    /// <returns>The loss of the prediction; <c>NaN</c> where no value is known, and nothing is learned.</returns>
    /// <exception cref="ArgumentException">Another number of values, an infinite one, or one outside the
    /// <see cref="Training.Loss.TargetRange"/>; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The last observation has had its target, there was none, or the loss compares with
    /// labels.</exception>
    public double Correct(ReadOnlySpan<float> target)
    {
        CheckDue();
        return loss.Take(target) ? Learn() : double.NaN;
    }

    /// <summary>Learns from the label of the last observation.</summary>
    /// <param name="label">The class, 0 to OutputSize - 1; <see cref="Sequence.MissingLabel"/> where it is not known, which counts
    /// nothing.</param>
    /// <returns>The loss of the prediction; <c>NaN</c> where the class is not known, and nothing is learned.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The last observation has had its target, there was none, or the loss compares with
    /// values.</exception>
    public double Correct(int label)
    {
        CheckDue();
        return loss.Take(label) ? Learn() : double.NaN;
    }

    /// <summary>Begins a new stream: the state is zero, parameters written by hand are taken over, and what the rule carries of the past
    /// is forgotten. Counts and the state of an optimiser stay.</summary>
    public void Reset()
    {
        IsTargetDue = false;
        stream.State.Clear();
        stream.Prepare();
        ForgetSteps();
        ForgetTargets();
        guard?.Begin(stream);
    }

    /// <summary>"ImmediateDerivative: CfC 20 -> 32 -> linear 1, 12 updates".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{GetType().Name}: {Network.Cell} -> {Network.Readout}, {Counted.Of(Updates, "update")}");

    /// <summary>Whether the rule moves parameters of the cell, rather than those of the readout alone.</summary>
    private protected virtual bool MovesCell => true;

    /// <summary>What the optimiser keeps of the past; nothing where there is none.</summary>
    private protected virtual IReadOnlyList<float[]> Moments => [];

    /// <summary>What rollbacks have made of the learning rate, as a factor.</summary>
    private protected float RollbackRate => guard?.Rate ?? 1;

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

    double Learn()
    {
        IsTargetDue = false;
        var value = loss.Compare(stream.Logits);
        if (!IsPaused)
            Learn(value);
        if (double.IsFinite(value) && Drift?.Add(value) == true)
            Drifts++;
        return value;
    }

    void Learn(double value)
    {
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
        if (!IsTargetDue)
            throw new InvalidOperationException("There is no observation to correct: each one takes one target, after Observe.");
    }
}
