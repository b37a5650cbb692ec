namespace LiquidNet.Wirings;

/// <summary>Checks of numbers that make up a wiring; a message says which number is impossible, what is possible and why.</summary>
static class Require
{
    /// <summary>Returns the value when it lies between two bounds, both included.</summary>
    public static T Between<T>(T value, T lowest, T highest, string subject, string reason, string parameter)
        where T : struct, IComparable<T>
    {
        if (value.CompareTo(lowest) >= 0 && value.CompareTo(highest) <= 0)
            return value;
        var message = highest.CompareTo(lowest) < 0
            ? $"{subject} is {value}, and no value is possible: {reason}."
            : $"{subject} must be between {lowest} and {highest} but is {value}: {reason}.";
        throw new ArgumentOutOfRangeException(parameter, value, message);
    }

    /// <summary>Returns the value when it is not below a bound.</summary>
    public static int AtLeast(int value, int lowest, string subject, string reason, string parameter) => value >= lowest
        ? value
        : throw new ArgumentOutOfRangeException(parameter, value, $"{subject} must be at least {lowest} but is {value}: {reason}.");

    /// <summary>Returns the value when it is a polarity.</summary>
    public static int Sign(int value, string subject, string parameter) => value is 1 or -1
        ? value
        : throw new ArgumentOutOfRangeException(
            parameter, value, $"{subject} must be +1 (excitatory) or -1 (inhibitory) but is {value}.");
}
