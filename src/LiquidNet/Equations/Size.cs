namespace LiquidNet.Equations;

/// <summary>Sizes of signals, parameters and states: at least 1, and no more than an array can hold.</summary>
static class Size
{
    /// <summary>A size, computed in 64 bits, that is possible.</summary>
    /// <param name="size">The size.</param>
    /// <param name="parameterName">The argument that it comes from.</param>
    /// <param name="subject">What is as large, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1 or above what an array can hold.</exception>
    public static int Checked(long size, string parameterName, string subject = "The size")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, parameterName);
        return size <= Array.MaxLength
            ? (int)size
            : throw new ArgumentOutOfRangeException(
                parameterName, size, $"{subject} is more than the {Array.MaxLength} numbers that an array can hold.");
    }
}
