using System.Numerics;
using System.Runtime.CompilerServices;

namespace LiquidNet.Checks;

/// <summary>Checks of numbers; a message names the number, what is possible and why, and writes numbers alike in every culture.</summary>
static class Require
{
    /// <summary>Returns the text when it has no half of a character, which UTF-8, and so a file, cannot hold.</summary>
    public static string WholeCharacters(string text, string subject, string parameter)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text, at))
                at++;
            else if (char.IsSurrogate(text[at]))
                throw new ArgumentException($"{subject} has half of a character at position {at}.", parameter);
        }

        return text;
    }

    /// <summary>Returns the value when it lies between two bounds, both included.</summary>
    public static T Between<T>(T value, T lowest, T highest, string subject, string reason, string parameter)
        where T : struct, IComparable<T>
    {
        if (value.CompareTo(lowest) >= 0 && value.CompareTo(highest) <= 0)
            return value;
        throw OutOfRange(value, parameter, highest.CompareTo(lowest) < 0
            ? FormattableString.Invariant($"{subject} is {value}, and no value is possible: {reason}.")
            : FormattableString.Invariant($"{subject} must be between {lowest} and {highest} but is {value}: {reason}."));
    }

    /// <summary>Returns the value when it is not below a bound.</summary>
    public static T AtLeast<T>(T value, T lowest, string subject, string reason, string parameter)
        where T : struct, IComparable<T> => value.CompareTo(lowest) >= 0
        ? value
        : throw OutOfRange(
            value, parameter, FormattableString.Invariant($"{subject} must be at least {lowest} but is {value}: {reason}."));

    /// <summary>Returns the value when it is above zero and finite.</summary>
    public static T Positive<T>(T value, string subject, [CallerArgumentExpression(nameof(value))] string parameter = "")
        where T : struct, INumberBase<T>, IComparable<T> => value.CompareTo(T.Zero) > 0 && T.IsFinite(value)
        ? value
        : throw OutOfRange(value, parameter, $"{subject} must be above zero and finite.");

    /// <summary>Returns the value when it is zero or more, and finite.</summary>
    public static T NotNegative<T>(T value, string subject, [CallerArgumentExpression(nameof(value))] string parameter = "")
        where T : struct, INumberBase<T>, IComparable<T> => value.CompareTo(T.Zero) >= 0 && T.IsFinite(value)
        ? value
        : throw OutOfRange(value, parameter, $"{subject} must be zero or more, and finite.");

    /// <summary>Returns the value when it is at least zero and below one.</summary>
    public static float Share(float value, string subject, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value is >= 0 and < 1 ? value : throw OutOfRange(value, parameter, $"{subject} must be at least 0 and below 1.");

    /// <summary>Refuses a list of which an item occurs twice.</summary>
    public static void NoneTwice<T>(IEnumerable<T> items, string subject, string parameter)
    {
        var known = new HashSet<T>();
        foreach (var item in items)
        {
            if (!known.Add(item))
                throw new ArgumentException(FormattableString.Invariant($"{subject} has '{item}' twice; each may occur once."), parameter);
        }
    }

    /// <summary>Returns a size, computed in 64 bits, when it is at least 1 and no more than an array can hold.</summary>
    public static int Size(long size, string parameter, string subject = "The size")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, parameter);
        return size <= Array.MaxLength
            ? (int)size
            : throw OutOfRange(size, parameter, $"{subject} is more than the {Array.MaxLength} numbers that an array can hold.");
    }

    /// <summary>Refuses means and deviations that numbers cannot be standardised by.</summary>
    public static void Scale(IReadOnlyList<float> mean, IReadOnlyList<float> standardDeviation)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(standardDeviation);
        if (mean.Count == 0 || mean.Count != standardDeviation.Count)
        {
            throw new ArgumentException(
                $"As many means as deviations are expected, at least one, but there are {mean.Count} and {standardDeviation.Count}.",
                nameof(standardDeviation));
        }

        for (var row = 0; row < mean.Count; row++)
        {
            if (!float.IsFinite(mean[row]) || !float.IsNormal(standardDeviation[row]) || standardDeviation[row] < 0)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Number {row} has mean {mean[row]} and deviation {standardDeviation[row]}; ")
                    + "both must be finite, and the deviation above zero and not denormal.",
                    nameof(standardDeviation));
            }
        }
    }

    /// <summary>Refuses names that differ, place by place, from others; where either side has none, nothing is compared. Allocates
    /// nothing.</summary>
    /// <param name="kind">What is named, with a capital.</param>
    /// <param name="names">The names of the set.</param>
    /// <param name="subject">What the message calls the set.</param>
    /// <param name="known">The names that are expected.</param>
    /// <param name="owner">What has them.</param>
    /// <param name="parameter">The argument that is refused.</param>
    public static void SameNames(
        string kind, IReadOnlyList<string> names, string subject, IReadOnlyList<string> known, string owner, string parameter)
    {
        for (var index = 0; index < names.Count && index < known.Count; index++)
        {
            if (names[index] != known[index])
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"{kind} {index} of {subject} is '{names[index]}', but that of {owner} is ")
                    + $"'{known[index]}': read the file in the order of the table that was learned from, ReadCsv(path, table.Schema); or, "
                    + "where only the names differ, change FeatureNames or OutputNames of the network.",
                    parameter);
            }
        }
    }

    /// <summary>Refuses a unit of time that differs from another; where either is not known, nothing is compared. Allocates
    /// nothing.</summary>
    /// <param name="unit">The unit of the set, or of readings.</param>
    /// <param name="subject">What the message calls them.</param>
    /// <param name="known">The unit that is expected.</param>
    /// <param name="owner">What has it.</param>
    /// <param name="parameter">The argument that is refused.</param>
    public static void SameUnit(TimeSpan? unit, string subject, TimeSpan? known, string owner, string parameter)
    {
        if (unit is { } found && known is { } expected && found != expected)
        {
            throw new ArgumentException(
                $"The unit of time of {subject} is {TimeText.Of(found)}, but that of {owner} is {TimeText.Of(expected)}: timespans would "
                + "be taken for longer or shorter than they are. Where the unit was only stated wrongly, change TimeUnit of the network.",
                parameter);
        }
    }

    /// <summary>Returns the value when it is a polarity.</summary>
    public static int Sign(int value, string subject, string parameter) => value is 1 or -1
        ? value
        : throw OutOfRange(
            value, parameter, FormattableString.Invariant($"{subject} must be +1 (excitatory) or -1 (inhibitory) but is {value}."));

    static ArgumentOutOfRangeException OutOfRange<T>(T value, string parameter, string message) => new(parameter, value, message);
}
