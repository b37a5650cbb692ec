using BenchmarkDotNet.Attributes;

namespace LiquidNet.Benchmarks;

/// <summary>One step of one sample: by the cell alone, and through the public stream with its checks and a readout.</summary>
[ShortRunJob]
[MemoryDiagnoser]
[WorkColumns]
public class StreamBenchmarks
{
    StepWorkload step = null!;
    StreamWorkload stream = null!;

    /// <summary>The model.</summary>
    [ParamsSource(nameof(Models))]
    public string Model { get; set; } = "";

    /// <summary>The size.</summary>
    [ParamsSource(nameof(Configs))]
    public string Config { get; set; } = "";

    /// <summary>All models.</summary>
    public static IEnumerable<string> Models => BenchmarkModel.All;

    /// <summary>All sizes.</summary>
    public static IEnumerable<string> Configs => BenchmarkShape.All.Select(shape => shape.Name);

    [GlobalSetup]
    public void Prepare()
    {
        var shape = BenchmarkShape.Of(Config);
        step = new StepWorkload(BenchmarkModel.Create(Model, shape));
        stream = new StreamWorkload(Model, shape);
    }

    [Benchmark]
    [BenchmarkCategory(BenchmarkMode.Stream)]
    public float Step() => step.Run();

    [Benchmark]
    [BenchmarkCategory(BenchmarkMode.StreamApi)]
    public float StreamStep() => stream.Run();
}
