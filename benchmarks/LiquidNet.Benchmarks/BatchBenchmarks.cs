using BenchmarkDotNet.Attributes;

namespace LiquidNet.Benchmarks;

/// <summary>A whole batch of sequences: forward, and one step of training.</summary>
[ShortRunJob]
[MemoryDiagnoser]
[WorkColumns]
public class BatchBenchmarks
{
    ForwardWorkload forward = null!;
    TrainingWorkload training = null!;

    /// <summary>The model.</summary>
    [ParamsSource(nameof(Models))]
    public string Model { get; set; } = "";

    /// <summary>The size.</summary>
    [ParamsSource(nameof(Configs))]
    public string Config { get; set; } = "";

    /// <summary>Threads that work.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>All models.</summary>
    public static IEnumerable<string> Models => BenchmarkModel.All;

    /// <summary>All sizes.</summary>
    public static IEnumerable<string> Configs => BenchmarkShape.All.Select(shape => shape.Name);

    [GlobalSetup(Target = nameof(Forward))]
    public void PrepareForward()
    {
        var shape = BenchmarkShape.Of(Config).For(Model, BenchmarkMode.Forward);
        forward = new ForwardWorkload(BenchmarkModel.Create(Model, shape), shape, Threads);
    }

    [GlobalSetup(Target = nameof(Train))]
    public void PrepareTraining() =>
        training = new TrainingWorkload(Model, BenchmarkShape.Of(Config).For(Model, BenchmarkMode.Train), Threads);

    [Benchmark]
    [BenchmarkCategory(BenchmarkMode.Forward)]
    public object Forward() => forward.Run();

    [Benchmark]
    [BenchmarkCategory(BenchmarkMode.Train)]
    public double Train() => training.Run();
}
