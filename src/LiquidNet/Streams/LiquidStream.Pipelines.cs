using System.Runtime.CompilerServices;

namespace LiquidNet;

// Readings that arrive one by one.
public sealed partial class LiquidStream
{
    /// <summary>Takes readings as they arrive, for example from <c>channel.Reader.ReadAllAsync()</c>, and yields a prediction for
    /// each.</summary>
    /// <remarks>A refused reading ends the enumeration with the exception that <see cref="Step(ReadOnlySpan{float}, float)"/> throws. The
    /// state is then that after the last prediction, and another enumeration can continue from it.</remarks>
    /// <param name="readings">The readings; with time stamps if the stream was opened with a unit of time, otherwise without.</param>
    /// <param name="cancellationToken">Ends the enumeration; the state is that after the last prediction.</param>
    /// <returns>Probabilities or values [OutputSize] for each reading; each array belongs to the receiver.</returns>
    /// <exception cref="OperationCanceledException">While enumerating: it was cancelled.</exception>
    public IAsyncEnumerable<float[]> StepAsync(IAsyncEnumerable<Reading> readings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(readings);
        return StepEachAsync(readings, cancellationToken);
    }

    async IAsyncEnumerable<float[]> StepEachAsync(
        IAsyncEnumerable<Reading> readings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var reading in readings.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var values = reading.Values.Span;
            yield return (reading.Time is { } time ? Step(values, time) : Step(values, reading.Elapsed)).ToArray();
        }
    }
}
