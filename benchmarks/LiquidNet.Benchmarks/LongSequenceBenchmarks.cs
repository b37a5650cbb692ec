using BenchmarkDotNet.Attributes;
using LiquidNet.Cells;
using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Benchmarks;

/// <summary>One long sequence among many short ones: a call with all of them, beside one call for each kind.</summary>
[ShortRunJob]
public class LongSequenceBenchmarks
{
    const int Features = 4;

    readonly LiquidNetwork network = LiquidNetwork.Classifier(new CfcCell(Features, units: 16), classes: 2);
    readonly Sequence[] shorts = [.. Enumerable.Range(0, 511).Select(index => Random(steps: 20, index))];
    readonly Sequence[] longest = [Random(steps: 20_000, seed: 511)];

    [Benchmark(Baseline = true)]
    public (Matrix<float>[] Shorts, Matrix<float>[] Longest) Apart() => (network.Forward(shorts), network.Forward(longest));

    [Benchmark]
    public Matrix<float>[] Together() => network.Forward([.. longest, .. shorts]);

    static Sequence Random(int steps, int seed) =>
        new(Matrix<float>.Build.Dense(steps, Features, RandomNumbers.Create(steps * Features, seed)));
}
