using System.Globalization;

namespace LiquidNet.Checks;

/// <summary>Checks of numbers; a message names the number, what is possible and why, and writes numbers alike in every culture.</summary>
static class Require
{
    /// <summary>Returns the value when it lies between two bounds, both included.</summary>
    public static T Between<T>(T value, T lowest, T highest, string subject, string reason, string parameter)
        where T : struct, IComparable<T>
    {
        if (value.CompareTo(lowest) >= 0 && value.CompareTo(highest) <= 0)
            return value;
        throw OutOfRange(value, parameter, highest.CompareTo(lowest) < 0
            ? string.Create(CultureInfo.InvariantCulture, $"{subject} is {value}, and no value is possible: {reason}.")
            : string.Create(CultureInfo.InvariantCulture, $"{subject} must be between {lowest} and {highest} but is {value}: {reason}."));
    }

    /// <summary>Returns the value when it is not below a bound.</summary>
    public static T AtLeast<T>(T value, T lowest, string subject, string reason, string parameter)
        where T : struct, IComparable<T> => value.CompareTo(lowest) >= 0
        ? value
        : throw OutOfRange(value, parameter, string.Create(
            CultureInfo.InvariantCulture, $"{subject} must be at least {lowest} but is {value}: {reason}."));

    /// <summary>Returns the value when it is a polarity.</summary>
    public static int Sign(int value, string subject, string parameter) => value is 1 or -1
        ? value
        : throw OutOfRange(value, parameter, string.Create(
            CultureInfo.InvariantCulture, $"{subject} must be +1 (excitatory) or -1 (inhibitory) but is {value}."));

    static ArgumentOutOfRangeException OutOfRange<T>(T value, string parameter, string message) => new(parameter, value, message);
}
