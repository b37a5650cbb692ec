using System.Runtime.CompilerServices;

namespace LiquidNet;

// Readings that arrive one by one, batched as they arrive.
public sealed partial class StreamPool<TKey>
{
    /// <summary>Takes readings as they arrive, for example from <c>channel.Reader.ReadAllAsync()</c>, and yields a prediction for each, in
    /// the same order.</summary>
    /// <remarks>Each batch is the next reading and all others that have arrived by then; the results are the same bits as for readings
    /// taken one by one. A refused reading does not end the enumeration: its prediction says why. The source may reuse the memory of a
    /// reading as soon as it is asked for the next. Several such enumerations may run on one pool. Leaving one early cancels its source and
    /// waits for it to end; all readings of the last batch have then been taken, including those whose predictions were not
    /// fetched.</remarks>
    /// <param name="readings">The readings; with time stamps if the pool has a unit of time, otherwise without.</param>
    /// <param name="cancellationToken">Ends the enumeration before the next batch.</param>
    /// <returns>The prediction for each reading; each array belongs to the receiver.</returns>
    /// <exception cref="InvalidOperationException">While enumerating, after the predictions for all earlier readings: a reading has no key,
    /// a wrong number of values, a time stamp although the pool has no unit of time, or none although it has one.</exception>
    /// <exception cref="OperationCanceledException">While enumerating: it was cancelled.</exception>
    public IAsyncEnumerable<KeyedPrediction<TKey>> StepAsync(
        IAsyncEnumerable<KeyedReading<TKey>> readings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(readings);
        return StepArrivedAsync(readings, cancellationToken);
    }

    async IAsyncEnumerable<KeyedPrediction<TKey>> StepArrivedAsync(
        IAsyncEnumerable<KeyedReading<TKey>> readings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var arrived = new ArrivedReadings<TKey>(readings, network.InputSize, unit.HasTimes, cancellationToken);
        await using (arrived.ConfigureAwait(false))
        {
            while (await arrived.TakeAsync().ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var prediction in Step(arrived))
                    yield return prediction;
            }
        }
    }

    KeyedPrediction<TKey>[] Step(ArrivedReadings<TKey> arrived)
    {
        var keys = arrived.Keys;
        var outputSize = network.OutputSize;
        var (outputs, refusals) = (new float[keys.Length * outputSize], new Refusal[keys.Length]);
        if (arrived.HaveTimes)
            Step(keys, arrived.Inputs, arrived.Times, outputs, refusals);
        else
            Step(keys, arrived.Inputs, arrived.Elapsed, outputs, refusals);
        var predictions = new KeyedPrediction<TKey>[keys.Length];
        for (var reading = 0; reading < predictions.Length; reading++)
            predictions[reading] = new(keys[reading], outputs.AsSpan(reading * outputSize, outputSize).ToArray(), refusals[reading]);
        return predictions;
    }
}
