using LiquidNet.Cells;

namespace LiquidNet.Tests.Networks;

/// <summary>What a stream of a pool takes of memory.</summary>
public class StreamPoolMemoryTests
{
    const int Streams = 100_000;
    const int State = 32;
    const int StateBytes = State * sizeof(float);

    readonly float[] inputs = new float[2_000];
    readonly float[] outputs = new float[2_000];
    readonly long[] keys = new long[1_000];

    [Fact]
    public void A_hundred_thousand_streams_cost_their_states_and_at_most_64_bytes_each()
    {
        var (pool, elapsed) = (new StreamPool<long>(Network()), new float[1_000]);
        BytesEach(pool, () => pool.Step(keys, inputs, elapsed, outputs)).Should().BeInRange(StateBytes, StateBytes + 64);
    }

    [Fact]
    public void With_time_stamps_they_cost_no_more()
    {
        var (pool, times) = (new StreamPool<long>(Network(), TimeSpan.FromMinutes(1)), new DateTimeOffset[1_000]);
        BytesEach(pool, () => pool.Step(keys, inputs, times, outputs)).Should().BeInRange(StateBytes, StateBytes + 64);
    }

    static LiquidNetwork Network() => LiquidNetwork.Regressor(new CfcCell(2, State, seed: 1), outputs: 2);

    double BytesEach(StreamPool<long> pool, Func<int> step)
    {
        step();
        var before = ReachableMemory.BytesOf(pool);
        for (var first = 1; first <= Streams; first += keys.Length)
        {
            for (var index = 0; index < keys.Length; index++)
                keys[index] = first + index;
            step().Should().Be(0);
        }

        pool.Count.Should().Be(Streams + 1);
        return (ReachableMemory.BytesOf(pool) - before) / (double)Streams;
    }
}
