using BenchmarkDotNet.Attributes;
using LiquidNet.Cells;

namespace LiquidNet.Benchmarks;

/// <summary>What one more stream of a network costs, in memory and time; its state is 128 bytes of it.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class OpenStreamBenchmarks
{
    readonly LiquidNetwork network = LiquidNetwork.Classifier(new CfcCell(inputSize: 20, units: 32), classes: 4);
    LiquidStream first = null!;

    /// <summary>The first stream prepares what all others share.</summary>
    [GlobalSetup]
    public void Prepare() => first = network.OpenStream();

    [Benchmark]
    public LiquidStream OpenStream() => network.OpenStream();

    [Benchmark(Baseline = true)]
    public float Step() => first.Step(stackalloc float[20])[0];
}
