using LiquidNet.Checks;

namespace LiquidNet.Online;

// Batches of readings and of targets, whose learners work side by side.
public sealed partial class LearnerPool<TKey>
{
    /// <summary>Takes a batch of readings and writes a prediction for each.</summary>
    /// <remarks>Several readings for one key are taken in order. A refused reading leaves its learner unchanged and creates none, its
    /// prediction is <c>NaN</c>, and all others are taken as if it were not there. Exception: a first reading that is refused because its
    /// step gave numbers that are not finite has created its learner.</remarks>
    /// <param name="keys">The key of each reading [readings].</param>
    /// <param name="inputs">The readings, one after the other [readings x InputSize]; <c>NaN</c> for a missing value, if the cell handles
    /// it.</param>
    /// <param name="elapsed">Time since the last reading of the same key, in the unit of the model's time constants; zero or more
    /// [readings].</param>
    /// <param name="outputs">Receives the predictions, one after the other [readings x OutputSize].</param>
    /// <param name="refusals">Receives the reason why each reading was refused [readings]; may be omitted.</param>
    /// <returns>How many readings were refused.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit each other or the network, or a key is null; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The pool was created for time stamps.</exception>
    public int Observe(
        ReadOnlySpan<TKey> keys,
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> elapsed,
        Span<float> outputs,
        Span<Refusal> refusals = default)
    {
        CheckBatch(keys, elapsed.Length, nameof(elapsed), columns: 1);
        CheckReadings(keys, inputs, outputs, refusals);
        lock (gate)
        {
            unit = unit.ForElapsed("pool");
            batch.BeginReadings(elapsed);
            return ObserveBatch(keys, inputs, outputs, refusals);
        }
    }

    /// <summary>Takes a batch of readings with time stamps and writes a prediction for each.</summary>
    /// <remarks>As in a <see cref="LiquidStream"/>, the elapsed time is zero for the first reading of a key and between equal time stamps,
    /// and a reading older than the last one of its key is refused. Otherwise as for elapsed times.</remarks>
    /// <param name="keys">The key of each reading [readings].</param>
    /// <param name="inputs">The readings, one after the other [readings x InputSize]; <c>NaN</c> for a missing value, if the cell handles
    /// it.</param>
    /// <param name="times">The time stamp of each reading [readings].</param>
    /// <param name="outputs">Receives the predictions, one after the other [readings x OutputSize].</param>
    /// <param name="refusals">Receives the reason why each reading was refused [readings]; may be omitted.</param>
    /// <returns>How many readings were refused.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit each other or the network, or a key is null; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The pool was created without a unit of time.</exception>
    public int Observe(
        ReadOnlySpan<TKey> keys,
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<DateTimeOffset> times,
        Span<float> outputs,
        Span<Refusal> refusals = default)
    {
        CheckBatch(keys, times.Length, nameof(times), columns: 1);
        CheckReadings(keys, inputs, outputs, refusals);
        lock (gate)
        {
            unit = unit.ForTimes(Remedy);
            batch.BeginReadings(times, unit);
            return ObserveBatch(keys, inputs, outputs, refusals);
        }
    }

    /// <summary>Learns from a batch of target values, each of the last reading of its key.</summary>
    /// <param name="keys">The key of each target [targets].</param>
    /// <param name="targets">The target values, one target after the other [targets x OutputSize]. If a value is <c>NaN</c>, for not known,
    /// nothing is learned from that target.</param>
    /// <param name="losses">Receives the loss of each prediction [targets], as <see cref="Correct(TKey, ReadOnlySpan{float})"/> returns it;
    /// <c>NaN</c> if no value is known or the target was refused. May be omitted.</param>
    /// <returns>How many targets were refused, because the key has no learner or its last reading already had its target.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit each other or the network, a key is null, or a value is infinite; nothing has
    /// changed.</exception>
    public int Correct(ReadOnlySpan<TKey> keys, ReadOnlySpan<float> targets, Span<double> losses = default)
    {
        CheckKeys(keys);
        CheckBatch(keys, targets.Length, nameof(targets), network.OutputSize);
        if (!losses.IsEmpty)
            CheckBatch(keys, losses.Length, nameof(losses), columns: 1);
        lock (gate)
        {
            for (var item = 0; item < keys.Length; item++)
                readout.CheckTarget(targets.Slice(item * network.OutputSize, network.OutputSize));
            batch.BeginTargets(keys.Length);
            var refused = 0;
            for (var item = 0; item < keys.Length; item++)
            {
                batch.Loss(item) = double.NaN;
                targets.Slice(item * network.OutputSize, network.OutputSize).CopyTo(batch.Target(item));
                if (!learners.TryGetValue(keys[item], out var learner) || !batch.TryAddTarget(item, learner))
                    refused++;
            }

            batch.Correct(Forgetting, InitialCovariance);
            for (var item = 0; item < losses.Length; item++)
                losses[item] = batch.Loss(item);
            return refused;
        }
    }

    int ObserveBatch(ReadOnlySpan<TKey> keys, ReadOnlySpan<float> inputs, Span<float> outputs, Span<Refusal> refusals)
    {
        for (var reading = 0; reading < keys.Length; reading++)
        {
            var input = inputs.Slice(reading * network.InputSize, network.InputSize);
            input.CopyTo(batch.Input(reading));
            batch.RefusalOf(reading) = readout.RefusalOf(input, batch.Elapsed(reading));
            if (batch.RefusalOf(reading) == Refusal.None)
                batch.Add(reading, LearnerOf(keys[reading]));
            else
                batch.Output(reading).Fill(float.NaN);
        }

        batch.Observe();
        var refused = 0;
        for (var reading = 0; reading < keys.Length; reading++)
        {
            batch.Output(reading).CopyTo(outputs[(reading * network.OutputSize)..]);
            refused += batch.RefusalOf(reading) == Refusal.None ? 0 : 1;
            if (!refusals.IsEmpty)
                refusals[reading] = batch.RefusalOf(reading);
        }

        return refused;
    }

    PooledLearner LearnerOf(TKey key)
    {
        if (!learners.TryGetValue(key, out var learner))
            learners.Add(key, learner = readout.Create(Forgetting, InitialCovariance));
        return learner;
    }

    void CheckReadings(ReadOnlySpan<TKey> keys, ReadOnlySpan<float> inputs, Span<float> outputs, Span<Refusal> refusals)
    {
        CheckKeys(keys);
        CheckBatch(keys, inputs.Length, nameof(inputs), network.InputSize);
        CheckBatch(keys, outputs.Length, nameof(outputs), network.OutputSize);
        if (!refusals.IsEmpty)
            CheckBatch(keys, refusals.Length, nameof(refusals), columns: 1);
    }

    static void CheckKeys(ReadOnlySpan<TKey> keys)
    {
        foreach (var key in keys)
            ArgumentNullException.ThrowIfNull(key, nameof(keys));
    }

    static void CheckBatch(ReadOnlySpan<TKey> keys, int length, string parameterName, int columns)
    {
        if (length != (long)keys.Length * columns)
        {
            throw new ArgumentException(
                $"For {Counted.Of(keys.Length, "key")}, {Counted.Of((long)keys.Length * columns, "number")} are expected but there are "
                + $"{length}.",
                parameterName);
        }
    }
}
