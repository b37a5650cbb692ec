using BenchmarkDotNet.Attributes;
using LiquidNet.Cells;
using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Benchmarks;

/// <summary>Readings of many streams, all of which have news in each of some batches, beside the same readings as whole
/// sequences.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class StreamPoolBenchmarks
{
    const int Features = 5;
    const int Batches = 20;

    readonly LiquidNetwork network = LiquidNetwork.Regressor(new CfcCell(Features, units: 32), outputs: 1);
    StreamPool<ulong> pool = null!;
    Sequence[] sequences = [];
    ulong[] keys = [];
    float[] inputs = [];
    float[] elapsed = [];
    float[] outputs = [];

    /// <summary>How many streams there are.</summary>
    [Params(10_000)]
    public int Streams { get; set; }

    /// <summary>Opens all streams.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        pool = new StreamPool<ulong>(network);
        keys = [.. Enumerable.Range(0, Streams).Select(key => (ulong)key)];
        inputs = RandomNumbers.Create(Streams * Features);
        elapsed = [.. Enumerable.Range(0, Streams).Select(key => 0.5f + key % 7)];
        outputs = new float[Streams];
        var values = Matrix<float>.Build.Dense(Batches, Features, RandomNumbers.Create(Batches * Features));
        sequences = [.. elapsed.Select(timespan => new Sequence(values)
        {
            Timespans = Enumerable.Repeat(timespan, Batches).ToArray(),
        })];
        InPool();
    }

    [Benchmark(Baseline = true)]
    public Matrix<float>[] WholeSequences() => network.Forward(sequences);

    [Benchmark]
    public int InPool()
    {
        var refused = 0;
        for (var batch = 0; batch < Batches; batch++)
            refused += pool.Step(keys, inputs, elapsed, outputs);
        return refused;
    }
}
