using LiquidNet.Checks;

namespace LiquidNet.Solvers;

/// <summary>How many equal solver steps ("unfolds") the timespan of a time step is divided into.</summary>
public sealed record UnfoldPolicy
{
    UnfoldPolicy(int maxCount, float maxStep)
    {
        MaxCount = maxCount;
        MaxStep = maxStep;
    }

    /// <summary>One solver step per time step.</summary>
    public static UnfoldPolicy Once { get; } = Fixed(1);

    /// <summary>The largest number of unfolds that the policy gives.</summary>
    public int MaxCount { get; }

    /// <summary>The longest solver step, in the unit of the timespans; infinite if the number is fixed.</summary>
    public float MaxStep { get; }

    /// <summary>Whether the number is the same for every timespan.</summary>
    public bool IsFixed => float.IsPositiveInfinity(MaxStep);

    /// <summary>A fixed number of unfolds, whatever the timespan.</summary>
    /// <param name="count">The number of unfolds; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public static UnfoldPolicy Fixed(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new UnfoldPolicy(count, float.PositiveInfinity);
    }

    /// <summary>As many unfolds as it takes to keep every solver step at or below a given length.</summary>
    /// <remarks>Each sample has its own number, so no result depends on which samples are computed together.</remarks>
    /// <param name="maxStep">The longest solver step, in the unit of the timespans; above zero.</param>
    /// <param name="maxCount">The largest number of unfolds, at least 1; timespans too long for it get longer solver steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static UnfoldPolicy ByStepLength(float maxStep, int maxCount)
    {
        Require.Positive(maxStep, "The longest solver step");
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        return new UnfoldPolicy(maxCount, maxStep);
    }

    /// <summary>Turns a number into <see cref="Fixed"/>.</summary>
    public static implicit operator UnfoldPolicy(int count) => Fixed(count);

    /// <summary>The number of unfolds for a timespan.</summary>
    /// <param name="timespan">The timespan, in the unit of the model's time constants; at least zero and finite.</param>
    public int CountFor(float timespan) => IsFixed ? MaxCount : (int)Math.Clamp(MathF.Ceiling(timespan / MaxStep), 1, MaxCount);

    /// <summary>"6 unfolds", or "unfolds of at most 0.1, up to 20".</summary>
    public override string ToString() => this switch
    {
        { IsFixed: false } => FormattableString.Invariant($"unfolds of at most {MaxStep}, up to {MaxCount}"),
        { MaxCount: 1 } => "1 unfold",
        _ => $"{MaxCount} unfolds",
    };
}
