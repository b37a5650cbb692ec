using System.Runtime.InteropServices;
using LiquidNet.Checks;

namespace LiquidNet;

/// <summary>Takes from a source whatever readings have arrived: waits for the first, and does not wait for more.</summary>
/// <remarks>Readings are copied before the source goes on, so that it may write the next one over the last.</remarks>
/// <typeparam name="TKey">What a stream is known by.</typeparam>
sealed class ArrivedReadings<TKey> : IAsyncDisposable
    where TKey : notnull
{
    const int Most = 4096;

    readonly int inputSize;
    readonly CancellationTokenSource stop;
    readonly IAsyncEnumerator<KeyedReading<TKey>> source;
    readonly List<TKey> keys = [];
    readonly List<float> inputs = [];
    readonly List<float> elapsed = [];
    readonly List<DateTimeOffset> times = [];
    Task<bool>? next;
    bool? haveTimes;

    /// <param name="readings">The source.</param>
    /// <param name="inputSize">How many values a reading has.</param>
    /// <param name="haveTimes">Whether readings have time stamps; else they have elapsed times.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public ArrivedReadings(
        IAsyncEnumerable<KeyedReading<TKey>> readings, int inputSize, bool? haveTimes, CancellationToken cancellationToken)
    {
        this.inputSize = inputSize;
        this.haveTimes = haveTimes;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        source = readings.GetAsyncEnumerator(stop.Token);
    }

    /// <summary>Whether readings have time stamps; where the pool leaves it open, the first one decides.</summary>
    public bool HaveTimes => haveTimes == true;

    /// <summary>Whom each reading is for.</summary>
    public ReadOnlySpan<TKey> Keys => CollectionsMarshal.AsSpan(keys);

    /// <summary>The readings, one after the other [readings x InputSize].</summary>
    public ReadOnlySpan<float> Inputs => CollectionsMarshal.AsSpan(inputs);

    /// <summary>The time since the last reading of the same key [readings], where there are no time stamps.</summary>
    public ReadOnlySpan<float> Elapsed => CollectionsMarshal.AsSpan(elapsed);

    /// <summary>When each reading was taken [readings], where there are time stamps.</summary>
    public ReadOnlySpan<DateTimeOffset> Times => CollectionsMarshal.AsSpan(times);

    /// <summary>Takes what has arrived, in its order; a reading or an end that is at fault throws once all before it were taken.</summary>
    /// <returns>False at the end of the source, where nothing was taken.</returns>
    public async ValueTask<bool> TakeAsync()
    {
        keys.Clear();
        inputs.Clear();
        elapsed.Clear();
        times.Clear();
        next ??= source.MoveNextAsync().AsTask();
        while (await next.ConfigureAwait(false))
        {
            if (FaultOf(source.Current) is { } fault)
                return keys.Count > 0 ? true : throw fault;
            Add(source.Current);
            next = source.MoveNextAsync().AsTask();
            if (!next.IsCompletedSuccessfully || keys.Count == Most)
                break;
        }

        return keys.Count > 0;
    }

    /// <summary>Ends the source. One that is still waited for is cancelled first: no enumerator may be disposed of amid a step.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        if (next is not null)
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await source.DisposeAsync().ConfigureAwait(false);
        stop.Dispose();
    }

    void Add(KeyedReading<TKey> arrived)
    {
        keys.Add(arrived.Key);
        inputs.AddRange(arrived.Reading.Values.Span);
        if (HaveTimes)
            times.Add(arrived.Reading.Time.GetValueOrDefault());
        else
            elapsed.Add(arrived.Reading.Elapsed);
    }

    InvalidOperationException? FaultOf(KeyedReading<TKey> arrived)
    {
        var (key, reading) = arrived;
        if (key is null)
            return new InvalidOperationException("A reading has no key.");
        if (reading.Values.Length != inputSize)
        {
            return new InvalidOperationException(
                $"The reading for '{key}' has {Counted.Of(reading.Values.Length, "value")} but the network expects {inputSize}.");
        }

        haveTimes ??= reading.Time.HasValue;
        if (reading.Time.HasValue == haveTimes)
            return null;
        return new InvalidOperationException(HaveTimes
            ? $"The pool was created with a unit of time but the reading for '{key}' has no time stamp."
            : $"The reading for '{key}' has a time stamp but the pool no unit of time: create the pool with one.");
    }
}
