using BenchmarkDotNet.Attributes;
using LiquidNet.Kernels.Products;

namespace LiquidNet.Benchmarks;

/// <summary>The product of one sample with weights packed for it, and with weights as they are.</summary>
[MemoryDiagnoser]
[ThroughputColumn]
public class PackedProductBenchmarks
{
    float[] weights = [];
    float[] packed = [];
    float[] source = [];
    float[] destination = [];

    [Params(128, 32, 20)]
    public int Outputs { get; set; }

    [Params(128, 52, 20)]
    public int Inputs { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        weights = RandomNumbers.Create(Outputs * Inputs);
        source = RandomNumbers.Create(Inputs);
        destination = new float[Outputs];
        packed = new float[MatrixProducts.PackedLength(Inputs, Outputs)];
        MatrixProducts.Pack(weights, Inputs, Inputs, Outputs, packed);
    }

    [Benchmark(Baseline = true)]
    public void Plain() => MatrixProducts.AddProduct(weights, Inputs, source, Inputs, Outputs, lanes: 1, destination);

    [Benchmark]
    public void Packed() => MatrixProducts.AddPackedProduct(packed, source, Inputs, Outputs, destination);
}
