using System.Runtime.CompilerServices;

namespace LiquidNet;

/// <summary>Readings that arrive one by one, stepped together as far as they have arrived.</summary>
public sealed partial class StreamPool<TKey>
{
    /// <summary>Takes readings as they arrive, such as from <c>channel.Reader.ReadAllAsync()</c>, and gives a prediction for each, in
    /// their order.</summary>
    /// <remarks>It waits for a reading and steps with it, in one batch, the others that have arrived as well; the bits are those of
    /// stepping one by one. A reading that is refused ends nothing: its prediction says why. The source may reuse a reading's memory as
    /// soon as it is asked for the next. Several such enumerations may run on one pool. Leaving one early cancels its source and waits
    /// until that has ended; readings of the last batch whose predictions were not asked for are taken all the same.</remarks>
    /// <param name="readings">What arrives; with time stamps where the pool has a unit of time, else without.</param>
    /// <param name="cancellationToken">Ends the enumeration before the next batch.</param>
    /// <returns>What comes of each reading; the arrays are the receiver's own.</returns>
    /// <exception cref="InvalidOperationException">While enumerating, after the predictions for all readings before: one has no key,
    /// another number of values, a time stamp where the pool has no unit of time, or none where it has one.</exception>
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
        var arrived = new ArrivedReadings<TKey>(readings, network.InputSize, unit.IsStated, cancellationToken);
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
        if (unit.IsStated)
            Step(keys, arrived.Inputs, arrived.Times, outputs, refusals);
        else
            Step(keys, arrived.Inputs, arrived.Elapsed, outputs, refusals);
        var predictions = new KeyedPrediction<TKey>[keys.Length];
        for (var reading = 0; reading < predictions.Length; reading++)
            predictions[reading] = new(keys[reading], outputs.AsSpan(reading * outputSize, outputSize).ToArray(), refusals[reading]);
        return predictions;
    }
}
