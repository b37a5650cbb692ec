using LiquidNet.Checks;

namespace LiquidNet.Training;

/// <summary>How the learning rate changes during training.</summary>
/// <remarks>A schedule is a factor as a function of time in epochs, independent of learning rate and batch size. A custom schedule
/// overrides <see cref="FactorOf"/>.</remarks>
public abstract record LearningRateSchedule
{
    /// <summary>A constant factor of 1.</summary>
    public static LearningRateSchedule Constant { get; } = new ConstantRate();

    /// <summary>Multiplies the rate by a factor at regular intervals.</summary>
    /// <param name="everyEpochs">Epochs between two multiplications; above zero.</param>
    /// <param name="factor">The factor; above 0 and at most 1. Default: 0.1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static LearningRateSchedule Steps(double everyEpochs, double factor = 0.1)
    {
        Require.Positive(everyEpochs, "A number of epochs");
        CheckShare(factor, nameof(factor), isZeroAllowed: false);
        return new FallingSteps(everyEpochs, factor);
    }

    /// <summary>Decays exponentially: multiplied by a factor per epoch, continuously within an epoch.</summary>
    /// <param name="factorPerEpoch">The factor per epoch; above 0 and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is outside its range.</exception>
    public static LearningRateSchedule Exponential(double factorPerEpoch)
    {
        CheckShare(factorPerEpoch, nameof(factorPerEpoch), isZeroAllowed: false);
        return new FallingEvenly(factorPerEpoch);
    }

    /// <summary>Falls along half a cosine, from 1 at the beginning to a given factor at the end.</summary>
    /// <remarks>
    /// Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017, equation 5, without restarts.
    /// </remarks>
    /// <param name="last">The factor at the end; 0 to 1. Default: 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The last factor is outside its range.</exception>
    public static LearningRateSchedule Cosine(double last = 0)
    {
        CheckShare(last, nameof(last), isZeroAllowed: true);
        return new HalfCosine(last);
    }

    /// <summary>One cycle: rises along half a cosine to the learning rate, then falls along another to almost nothing.</summary>
    /// <remarks>Large rates in the middle of training regularise. Smith and Topin, "Super-Convergence: Very Fast Training of Neural
    /// Networks Using Large Learning Rates", 2018, with cosines as in PyTorch and with its defaults; momentum stays as it
    /// is.</remarks>
    /// <param name="rise">The share of all epochs that the rise takes; above 0 and below 1. Default: 0.3.</param>
    /// <param name="first">The factor at the beginning; above 0 and at most 1. Default: 1/25.</param>
    /// <param name="last">The factor at the end; 0 to 1. Default: 1/250,000, a ten-thousandth of the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static LearningRateSchedule OneCycle(double rise = 0.3, double first = 0.04, double last = 4e-6)
    {
        if (!(rise > 0 && rise < 1))
            throw new ArgumentOutOfRangeException(nameof(rise), rise, "The rise takes more than none of all epochs, and less than all.");
        CheckShare(first, nameof(first), isZeroAllowed: false);
        CheckShare(last, nameof(last), isZeroAllowed: true);
        return new Cycle(rise, first, last);
    }

    /// <summary>This schedule, after a linear warm-up from 0.</summary>
    /// <param name="epochs">How long the warm-up takes; above zero. The schedule itself starts after it and spans the remaining
    /// epochs.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of epochs is not above zero, or not finite.</exception>
    /// <exception cref="InvalidOperationException">The schedule already has a warm-up.</exception>
    public LearningRateSchedule WithWarmUp(double epochs)
    {
        Require.Positive(epochs, "A number of epochs");
        return this is WarmUp { Epochs: var rise }
            ? throw new InvalidOperationException(FormattableString.Invariant(
                $"The schedule warms up already, for {rise} epochs, and a rise to its beginning would stay at 0: call WithWarmUp once."))
            : new WarmUp(epochs, this);
    }

    /// <summary>Name and options, in the same format in every culture.</summary>
    public sealed override string ToString() => InvariantText.Of(this, PrintMembers);

    /// <summary>The factor for a step.</summary>
    /// <param name="epoch">The middle of the step, in epochs since the beginning; between 0 and <paramref name="epochs"/>.</param>
    /// <param name="epochs">How many epochs there are; above zero.</param>
    /// <returns>Zero or more, and finite. If a custom schedule returns anything else, training stops with an exception.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public float FactorAt(double epoch, double epochs)
    {
        Require.Positive(epochs, "The number of epochs");
        return epoch >= 0 && epoch <= epochs
            ? FactorOf(epoch, epochs)
            : throw new ArgumentOutOfRangeException(
                nameof(epoch), epoch, FormattableString.Invariant($"A step is between 0 and {epochs}, the number of epochs."));
    }

    /// <summary>The factor for a step; to be overridden by a custom schedule.</summary>
    /// <param name="epoch">The middle of the step, in epochs since the beginning; between 0 and <paramref name="epochs"/>.</param>
    /// <param name="epochs">How many epochs there are; above zero.</param>
    /// <returns>Zero or more, and finite; training stops with an exception otherwise.</returns>
    protected abstract float FactorOf(double epoch, double epochs);

    static void CheckShare(double value, string parameterName, bool isZeroAllowed)
    {
        if (!(value >= 0 && value <= 1) || (value == 0 && !isZeroAllowed))
            throw new ArgumentOutOfRangeException(parameterName, value, $"A factor must be {(isZeroAllowed ? "0" : "above 0")} to 1.");
    }

    static double AlongCosine(double from, double to, double share) => to + (from - to) * (1 + Math.Cos(Math.PI * share)) / 2;

    sealed record ConstantRate : LearningRateSchedule
    {
        protected override float FactorOf(double epoch, double epochs) => 1;
    }

    sealed record FallingSteps(double EveryEpochs, double Factor) : LearningRateSchedule
    {
        // Times and intervals are rounded: three of 0.1 are a little more than 0.3, and it is time for the third drop.
        const double Early = 1e-12;

        protected override float FactorOf(double epoch, double epochs) =>
            (float)Math.Pow(Factor, Math.Floor(epoch / EveryEpochs * (1 + Early)));
    }

    sealed record FallingEvenly(double FactorPerEpoch) : LearningRateSchedule
    {
        protected override float FactorOf(double epoch, double epochs) => (float)Math.Pow(FactorPerEpoch, epoch);
    }

    sealed record HalfCosine(double Last) : LearningRateSchedule
    {
        protected override float FactorOf(double epoch, double epochs) => (float)AlongCosine(1, Last, epoch / epochs);
    }

    sealed record Cycle(double Rise, double First, double Last) : LearningRateSchedule
    {
        protected override float FactorOf(double epoch, double epochs)
        {
            var share = epoch / epochs;
            return (float)(share < Rise ? AlongCosine(First, 1, share / Rise) : AlongCosine(1, Last, (share - Rise) / (1 - Rise)));
        }
    }

    sealed record WarmUp(double Epochs, LearningRateSchedule Next) : LearningRateSchedule
    {
        protected override float FactorOf(double epoch, double epochs)
        {
            // Where the rise takes all the time, what follows is asked for its beginning only.
            var rest = Math.Max(epochs - Epochs, double.Epsilon);
            return epoch < Epochs ? (float)(epoch / Epochs) * Next.FactorAt(0, rest) : Next.FactorAt(epoch - Epochs, rest);
        }
    }
}
