using System.Globalization;
using LiquidNet.Checks;
using LiquidNet.Data;

namespace LiquidNet.Online;

/// <summary>Learns, by any rule, from targets that become known some observations later, as those of a forecast do.</summary>
/// <remarks>
/// <para>It runs two streams of one network. The first predicts at once, with the newest parameters. The second is that of the learner,
/// which gets the same readings with a delay, when their targets are known. So every rule keeps its exactness, at the price of a second
/// forward step.</para>
/// <para>A target that is not known in time is skipped, as in every learner. After the first correction nothing is allocated. Use it from
/// one thread at a time.</para>
/// </remarks>
/// <example>
/// <code>
/// var learner = new DelayedLearner(new RealTimeRecurrentLearning(network), delay: 24);
/// var tomorrow = learner.Observe(reading);                // a forecast 24 readings ahead
/// if (learner.IsTargetDue)
///     learner.Correct(load);                              // what the forecast of 24 readings ago should have been
/// </code>
/// </example>
public sealed partial class DelayedLearner
{
    /// <summary>The tensor with the timespans of the readings that wait for targets.</summary>
    internal const string TimespansName = "pending/timespans";

    readonly StreamStep stream;
    readonly float[] inputs;
    readonly float[] timespans;
    readonly int inputSize;
    long observations;
    SoleUse use;

    /// <summary>Creates a delayed learner around a learner.</summary>
    /// <param name="learner">The learner; do not call its <c>Observe</c> elsewhere.</param>
    /// <param name="delay">After how many further observations a target is known; at least 0. With 0, a target is that of the last
    /// observation: this then does what the learner does alone, at the price of a second forward step.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative, or an array cannot hold the waiting readings.</exception>
    public DelayedLearner(OnlineLearner learner, int delay)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentOutOfRangeException.ThrowIfNegative(delay);
        (Learner, Delay) = (learner, delay);
        stream = new StreamStep(learner.Network.Model);
        inputSize = learner.Network.InputSize;
        inputs = new float[Require.Size((delay + 1L) * inputSize, nameof(delay), $"What waits for a target {delay} readings later")];
        timespans = new float[delay + 1];
    }

    /// <summary>The learner.</summary>
    public OnlineLearner Learner { get; }

    /// <summary>After how many further observations a target is known.</summary>
    public int Delay { get; }

    /// <summary>Whether the observation <see cref="Delay"/> before the last is waiting for its target; false if there is none yet, or once
    /// it was corrected.</summary>
    public bool IsTargetDue => HasReachedLearner && Learner.IsTargetDue;

    bool HasReachedLearner => observations > Delay;

    /// <summary>Takes a reading and returns the prediction.</summary>
    /// <param name="input">The reading [InputSize]; <c>NaN</c> for a missing value, if the cell handles it.</param>
    /// <param name="elapsed">Time since the last reading, in the unit of the model's time constants; zero or more. Default: 1.</param>
    /// <returns>Probabilities or values [OutputSize]; valid until the next observation.</returns>
    /// <exception cref="ArgumentException">The number of features is wrong, or the cell does not accept a value; nothing has
    /// changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The elapsed time is negative, not finite, or too long for the solver of the cell;
    /// nothing has changed.</exception>
    /// <exception cref="ArithmeticException">A next state or a prediction is not finite.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using the learner.</exception>
    public ReadOnlySpan<float> Observe(scoped ReadOnlySpan<float> input, float elapsed = 1)
    {
        stream.Check(input, elapsed);
        using var turn = use.Begin(OnlineLearner.UsedElsewhere);
        var prediction = stream.Advance(input, elapsed);
        var newest = (int)(observations % timespans.Length);
        input.CopyTo(inputs.AsSpan(newest * inputSize));
        timespans[newest] = elapsed;
        observations++;
        if (HasReachedLearner)
        {
            var oldest = (int)(observations % timespans.Length);
            Learner.Take(inputs.AsSpan(oldest * inputSize, inputSize), timespans[oldest]);
        }

        return prediction;
    }

    /// <summary>Learns from the target values of the observation <see cref="Delay"/> before the last.</summary>
    /// <param name="target">The target values of that observation [OutputSize]; <c>NaN</c> where a value is not known.</param>
    /// <returns>The loss that the newest parameters have for that observation, in the unit of <see
    /// cref="OnlineLearner.Correct(ReadOnlySpan{float})"/>; <c>NaN</c> if no value is known.</returns>
    /// <exception cref="ArgumentException">The number of values is wrong, or a value is infinite or outside the
    /// <see cref="Training.Loss.TargetRange"/>; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">That observation already had its target, there is none yet, the loss compares with
    /// labels, or another thread is using the learner.</exception>
    public double Correct(ReadOnlySpan<float> target)
    {
        using var turn = use.Begin(OnlineLearner.UsedElsewhere);
        CheckDue();
        var rollbacks = Learner.Rollbacks;
        var loss = Learner.Correct(target);
        Follow(rollbacks);
        return loss;
    }

    /// <summary>Learns from the label of the observation <see cref="Delay"/> before the last.</summary>
    /// <param name="label">The class, 0 to OutputSize - 1; <see cref="Sequence.MissingLabel"/> if it is not known, from which nothing is
    /// learned.</param>
    /// <returns>The loss that the newest parameters have for that observation; <c>NaN</c> if the class is not known.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">That observation already had its target, there is none yet, the loss compares with
    /// values, or another thread is using the learner.</exception>
    public double Correct(int label)
    {
        using var turn = use.Begin(OnlineLearner.UsedElsewhere);
        CheckDue();
        var rollbacks = Learner.Rollbacks;
        var loss = Learner.Correct(label);
        Follow(rollbacks);
        return loss;
    }

    /// <summary>Starts a new stream, as <see cref="OnlineLearner.Reset"/> does.</summary>
    /// <exception cref="InvalidOperationException">Another thread is using the learner.</exception>
    public void Reset()
    {
        using var turn = use.Begin(OnlineLearner.UsedElsewhere);
        Learner.Reset();
        stream.State.Clear();
        stream.Prepare();
        observations = 0;
    }

    /// <summary>The learner and the delay.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Learner}, targets {Delay} later");

    void CheckDue()
    {
        if (!HasReachedLearner)
        {
            throw new InvalidOperationException(
                $"No target is due: that of the first observation is known {Counted.Of(Delay, "observation")} later, and so far there "
                + FormattableString.Invariant($"{(observations == 1 ? "has" : "have")} been {observations:N0}. ")
                + $"Ask {nameof(IsTargetDue)}.");
        }
    }

    /// <summary>Takes the learner's parameters; after a rollback also the state that they would have given.</summary>
    void Follow(long rollbacksBefore)
    {
        stream.Prepare();
        if (Learner.Rollbacks == rollbacksBefore)
            return;
        Learner.State.CopyTo(stream.State);
        for (var age = Delay - 1; age >= 0; age--)
        {
            var place = (int)((observations - 1 - age) % timespans.Length);
            stream.TryAdvance(inputs.AsSpan(place * inputSize, inputSize), timespans[place]);
        }
    }
}
