using System.Globalization;

namespace LiquidNet.Solvers;

/// <summary>Into how many unfolds, equal solver steps, the timespan of one time step is cut.</summary>
public sealed record UnfoldPolicy
{
    UnfoldPolicy(int most, float longest)
    {
        Most = most;
        Longest = longest;
    }

    /// <summary>One solver step per time step.</summary>
    public static UnfoldPolicy Once { get; } = Fixed(1);

    /// <summary>The largest count that the policy ever gives.</summary>
    public int Most { get; }

    /// <summary>The longest solver step, in the unit of the timespans; infinite where the count is fixed.</summary>
    public float Longest { get; }

    /// <summary>Whether the count is the same for every timespan.</summary>
    public bool IsFixed => float.IsPositiveInfinity(Longest);

    /// <summary>The same number of unfolds whatever the timespan.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public static UnfoldPolicy Fixed(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new UnfoldPolicy(count, float.PositiveInfinity);
    }

    /// <summary>As many unfolds as keep each solver step at or below a length.</summary>
    /// <remarks>The count is taken for each sample on its own, so no result depends on which samples are computed together.</remarks>
    /// <param name="longest">The longest solver step, in the unit of the timespans; above zero.</param>
    /// <param name="most">The largest count, at least 1: longer timespans get longer solver steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static UnfoldPolicy Adaptive(float longest, int most)
    {
        if (!(longest > 0) || !float.IsFinite(longest))
            throw new ArgumentOutOfRangeException(nameof(longest), longest, "The longest solver step must be above zero and finite.");
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return new UnfoldPolicy(most, longest);
    }

    /// <summary>A number stands for a fixed count.</summary>
    public static implicit operator UnfoldPolicy(int count) => Fixed(count);

    /// <summary>The number of unfolds for a timespan.</summary>
    /// <param name="timespan">At least zero and finite.</param>
    public int CountFor(float timespan) => IsFixed ? Most : (int)Math.Clamp(MathF.Ceiling(timespan / Longest), 1, Most);

    /// <summary>"6 unfolds", or "unfolds of at most 0.1, up to 20".</summary>
    public override string ToString() => this switch
    {
        { IsFixed: false } => string.Create(CultureInfo.InvariantCulture, $"unfolds of at most {Longest}, up to {Most}"),
        { Most: 1 } => "1 unfold",
        _ => $"{Most} unfolds",
    };
}
