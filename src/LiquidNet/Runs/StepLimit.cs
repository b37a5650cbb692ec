using System.Globalization;
using LiquidNet.Solvers;

namespace LiquidNet.Runs;

/// <summary>The longest solver step for which a cell is stable: with longer ones its state would grow, unseen, without bound.</summary>
/// <param name="Cell">What the cell is called.</param>
/// <param name="Unfolds">How the cell cuts timespans into steps.</param>
/// <param name="MaxStep">The longest stable step, as the parameters are now.</param>
readonly record struct StepLimit(string Cell, UnfoldPolicy Unfolds, float MaxStep)
{
    /// <summary>No limit at all.</summary>
    public static StepLimit None { get; } = new("", UnfoldPolicy.Once, float.PositiveInfinity);

    /// <summary>Whether there is anything to check.</summary>
    public bool IsFinite => float.IsFinite(MaxStep);

    /// <summary>Whether the steps of a timespan are stable.</summary>
    public bool Allows(float timespan) => !(timespan / Unfolds.CountFor(timespan) > MaxStep);

    /// <summary>Why a timespan is refused.</summary>
    public string Refusal(float timespan) => string.Create(
        CultureInfo.InvariantCulture,
        $"timespan {timespan} in {Unfolds.CountFor(timespan)} unfold(s) makes solver steps longer than {MaxStep}, with which cell '{Cell}' "
        + $"is unstable. Use more unfolds, UnfoldPolicy.ByStepLength, or the solver ExponentialEuler or SemiImplicitEuler.");
}
