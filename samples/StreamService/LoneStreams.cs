namespace LiquidNet.Samples;

/// <summary>The same devices without a service: each reading is stepped alone, by a pool that never stops, and by a stream of its device's
/// own.</summary>
/// <remarks>The pool has to agree to the bit, as what it gives does not depend on neighbours. A stream sums in another order, so that it
/// agrees to float rounding.</remarks>
/// <param name="network">What the service runs.</param>
/// <param name="unit">How long the unit of the model's time constants is.</param>
sealed class LoneStreams(LiquidNetwork network, TimeSpan unit)
{
    const float Rounding = 1e-5f;

    readonly StreamPool<string> pool = new(network, unit);
    readonly Dictionary<string, LiquidStream> streams = [];
    LiquidNetwork network = network;

    /// <summary>How many predictions were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>How far a prediction was from that of a stream at most.</summary>
    public float LargestDifference { get; private set; }

    /// <summary>Goes on with another network, as the service does.</summary>
    public void SwitchTo(LiquidNetwork next)
    {
        network = next;
        pool.SwitchTo(next);
        foreach (var stream in streams.Values)
            stream.SwitchTo(next);
    }

    /// <summary>Compares what the service gave for a reading with what comes without it.</summary>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public void Compare(Reading reading, Prediction prediction)
    {
        if (prediction.Device != reading.Device || prediction.Values is not { } actual)
            throw new InvalidOperationException($"Expected a prediction for {reading} but got {prediction}.");
        var input = Array.ConvertAll(reading.Values, value => value ?? float.NaN);
        var expected = new float[network.OutputSize];
        pool.Step([reading.Device], input, [reading.Time], expected);
        if (!expected.AsSpan().SequenceEqual(actual))
            throw new InvalidOperationException($"{reading.Device} at {reading.Time:O}: expected {expected[0]:R} but got {actual[0]:R}.");

        if (!streams.TryGetValue(reading.Device, out var stream))
            streams.Add(reading.Device, stream = network.OpenStream(unit));
        var output = stream.Step(input, reading.Time);
        for (var index = 0; index < output.Length; index++)
            LargestDifference = MathF.Max(LargestDifference, MathF.Abs(output[index] - actual[index]));
        if (!(LargestDifference <= Rounding))
        {
            throw new InvalidOperationException(
                $"{reading.Device} at {reading.Time:O}: off by {LargestDifference:R} from a stream of its own.");
        }

        Compared++;
    }
}
