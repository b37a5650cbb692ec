using LiquidNet.Online.Files;

namespace LiquidNet.Online;

/// <summary>Watches a stream of numbers, usually losses, for a change of their mean.</summary>
/// <remarks>A custom monitor overrides <see cref="Add"/> and <see cref="Reset"/>. Each stream needs a monitor of its own.</remarks>
public abstract class DriftMonitor
{
    /// <summary>Takes a number. Allocates nothing.</summary>
    /// <param name="value">The number, finite.</param>
    /// <returns>Whether this number has revealed a change; the monitor then watches for the next one.</returns>
    /// <exception cref="ArgumentException">The number is not finite; nothing has changed.</exception>
    public abstract bool Add(double value);

    /// <summary>Forgets all numbers.</summary>
    public abstract void Reset();

    private protected static void CheckFinite(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException(FormattableString.Invariant($"A monitor takes finite numbers, not {value}."), nameof(value));
    }

    /// <summary>Writes the numbers that are kept, or takes them over.</summary>
    internal virtual void Transfer(ILearnerState state) => throw new InvalidOperationException(
        $"A {GetType().Name} keeps numbers that no file can hold: a learner is saved only with {nameof(Adwin)} or {nameof(PageHinkley)}.");
}
