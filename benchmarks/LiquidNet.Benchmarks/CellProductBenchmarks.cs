using BenchmarkDotNet.Attributes;

namespace LiquidNet.Benchmarks;

/// <summary>How near to the processor's peak the products of a CfC cell's training come on their own.</summary>
[ShortRunJob]
[MemoryDiagnoser]
[WorkColumns]
public class CellProductBenchmarks
{
    ProductWorkload products = null!;

    /// <summary>The model.</summary>
    [Params("cfc")]
    public string Model { get; set; } = "";

    /// <summary>The size.</summary>
    [ParamsSource(nameof(Configs))]
    public string Config { get; set; } = "";

    /// <summary>Threads that work.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>All sizes.</summary>
    public static IEnumerable<string> Configs => BenchmarkShape.All.Select(shape => shape.Name);

    [GlobalSetup]
    public void Prepare() => products = new ProductWorkload(BenchmarkShape.Of(Config), Threads);

    [Benchmark]
    [BenchmarkCategory(BenchmarkMode.Products)]
    public void Products() => products.Run();
}
