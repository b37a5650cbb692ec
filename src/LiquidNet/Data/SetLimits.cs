using LiquidNet.Checks;

namespace LiquidNet.Data;

/// <summary>Checks of the sizes that a set, which may be a custom one, reports.</summary>
static class SetLimits
{
    /// <summary>Refuses a set of no sequences, or of more than an array can hold.</summary>
    public static void CheckCount(this SequenceSet set, string? parameter)
    {
        var count = set.Count;
        if (count < 1)
            throw new ArgumentException("The set holds no sequence.", parameter);
        if (count > Array.MaxLength)
        {
            throw new ArgumentException(
                $"The set has {Counted.Of(count, "sequence")}, more than the "
                + FormattableString.Invariant($"{Array.MaxLength:N0} that an array can hold: give a part of it."),
                parameter);
        }
    }

    /// <summary>The number of steps of a sequence; none, or more than an array can hold, are refused.</summary>
    public static int StepsOf(this SequenceSet set, int index)
    {
        var steps = set.LengthOf(index);
        if (steps < 1)
            throw new ArgumentException($"Sequence {index} has {steps} steps; a sequence needs at least one.");
        return steps <= Array.MaxLength ? steps : throw TooLong(index, steps, Array.MaxLength);
    }

    /// <summary>The error for a sequence with more steps than arrays can hold.</summary>
    public static ArgumentException TooLong(int index, int steps, int most) => new(FormattableString.Invariant(
        $"Sequence {index} has {steps:N0} steps, and arrays hold {most:N0} here: cut it into parts, such as {nameof(SequenceWindows)}."));
}
