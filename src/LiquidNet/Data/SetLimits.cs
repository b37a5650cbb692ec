using LiquidNet.Checks;

namespace LiquidNet.Data;

/// <summary>What a set, which may be one of the user's own, can say of its size.</summary>
static class SetLimits
{
    /// <summary>Refuses a number of sequences that cannot be.</summary>
    public static void CheckCount(this SequenceSet set, string? parameter)
    {
        var count = set.Count;
        if (count < 1)
            throw new ArgumentException("The set holds no sequence.", parameter);
        if (count > Array.MaxLength)
        {
            throw new ArgumentException(
                $"The set has {Counted.Of(count, "sequence")}, and an array, which puts them in order, holds "
                + FormattableString.Invariant($"{Array.MaxLength:N0}: give a part of it."),
                parameter);
        }
    }

    /// <summary>The number of steps of a sequence; one that cannot be is refused.</summary>
    public static int StepsOf(this SequenceSet set, int index)
    {
        var steps = set.LengthOf(index);
        if (steps < 1)
            throw new ArgumentException($"Sequence {index} has {steps} steps; a sequence needs at least one.");
        return steps <= Array.MaxLength ? steps : throw TooLong(index, steps, Array.MaxLength);
    }

    /// <summary>What is said of a sequence of which arrays cannot hold as much as is asked for.</summary>
    public static ArgumentException TooLong(int index, int steps, int most) => new(FormattableString.Invariant(
        $"Sequence {index} has {steps:N0} steps, and arrays hold {most:N0} here: cut it into parts, such as {nameof(SequenceWindows)}."));
}
