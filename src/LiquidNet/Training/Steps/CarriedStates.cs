using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>The state of each sequence of a batch where one piece ends and the next begins.</summary>
sealed class CarriedStates(int stateSize)
{
    readonly Dictionary<int, int> places = [];
    float[] values = [];

    /// <summary>Begins with states of zero.</summary>
    public void Begin(ReadOnlySpan<int> samples)
    {
        places.Clear();
        foreach (var sample in samples)
            places.TryAdd(sample, places.Count * stateSize);
        if (values.Length < samples.Length * stateSize)
            values = new float[samples.Length * stateSize];
        Array.Clear(values);
    }

    /// <summary>Writes the states of the samples of a shard [stateSize x lanes].</summary>
    public void CopyTo(ShardInput input, Span<float> state)
    {
        for (var lane = 0; lane < input.Count; lane++)
        {
            var place = places[input.SampleOf(lane)];
            for (var row = 0; row < stateSize; row++)
                state[row * input.Lanes + lane] = values[place + row];
        }
    }

    /// <summary>Takes the states of the samples of a shard [stateSize x lanes].</summary>
    public void CopyFrom(ShardInput input, ReadOnlySpan<float> state)
    {
        for (var lane = 0; lane < input.Count; lane++)
        {
            var place = places[input.SampleOf(lane)];
            for (var row = 0; row < stateSize; row++)
                values[place + row] = state[row * input.Lanes + lane];
        }
    }
}
