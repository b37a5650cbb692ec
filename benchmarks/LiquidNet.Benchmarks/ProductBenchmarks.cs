using BenchmarkDotNet.Attributes;
using LiquidNet.Kernels.Products;

namespace LiquidNet.Benchmarks;

/// <summary>The products of a weight matrix with a shard of samples, and the gradient of its weights over several steps.</summary>
[MemoryDiagnoser]
[ThroughputColumn]
public class ProductBenchmarks
{
    /// <summary>Steps of time over which the weights' gradient is summed.</summary>
    public const int Slots = 16;

    float[] weights = [];
    float[] sources = [];
    float[] adjoints = [];
    float[] gradient = [];

    [Params(128, 32, 20)]
    public int Outputs { get; set; }

    [Params(224, 52, 20)]
    public int Inputs { get; set; }

    [Params(1, 8, 16)]
    public int Lanes { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        weights = RandomNumbers.Create(Outputs * Inputs);
        gradient = new float[weights.Length];
        sources = RandomNumbers.Create(Slots * Inputs * Lanes);
        adjoints = RandomNumbers.Create(Slots * Outputs * Lanes);
    }

    [Benchmark]
    public void Product() => MatrixProducts.AddProduct(weights, Inputs, sources, Inputs, Outputs, Lanes, adjoints);

    [Benchmark]
    public void TransposedProduct() =>
        MatrixProducts.AddTransposedProduct(weights, Inputs, adjoints, Inputs, Outputs, Lanes, sources);

    [Benchmark]
    public void WeightGradient() => MatrixProducts.AddWeightGradient(
        sources, Inputs * Lanes, adjoints, Outputs * Lanes, Slots, Inputs, Outputs, Lanes, Inputs, gradient);
}
