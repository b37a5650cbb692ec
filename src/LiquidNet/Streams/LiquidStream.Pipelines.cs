using System.Runtime.CompilerServices;

namespace LiquidNet;

/// <summary>Readings that arrive one by one.</summary>
public sealed partial class LiquidStream
{
    /// <summary>Takes readings as they arrive, such as from <c>channel.Reader.ReadAllAsync()</c>, and gives a prediction for
    /// each.</summary>
    /// <remarks>A reading that is refused ends the enumeration with the exception of <see cref="Step(ReadOnlySpan{float}, float)"/>. The
    /// state is that after the last prediction, and another enumeration may go on from it.</remarks>
    /// <param name="readings">What arrives; with time stamps where the stream was opened with a unit of time, else without.</param>
    /// <param name="cancellationToken">Ends the enumeration; the state is that after the last prediction.</param>
    /// <returns>Probabilities or values [OutputSize] for each reading; the arrays are the receiver's own.</returns>
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
