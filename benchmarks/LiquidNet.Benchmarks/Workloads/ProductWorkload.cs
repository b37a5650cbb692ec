using LiquidNet.Kernels.Lanes;
using LiquidNet.Kernels.Products;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Benchmarks;

/// <summary>
/// The matrix products of a CfC cell's training and nothing else: a window of steps forward and back, then the weight gradients of the
/// window, one shard on each thread.
/// </summary>
sealed class ProductWorkload
{
    /// <summary>Samples of a shard.</summary>
    public const int Lanes = 16;

    /// <summary>Steps of a window.</summary>
    public const int Window = 32;

    const int Backbone = 128;

    readonly ShardTeam team;
    readonly Map[][] shards;
    readonly Action<int> work;

    public ProductWorkload(BenchmarkShape shape, int threads)
    {
        team = new ShardTeam(threads);
        shards = [.. Enumerable.Range(0, threads).Select(_ => MapsOf(shape))];
        work = shard =>
        {
            foreach (var map in shards[shard])
                map.Run();
        };
    }

    /// <summary>One window on every thread.</summary>
    public void Run() => team.Run(shards.Length, work);

    /// <summary>The backbone and the heads, the gate's two matrices as the one that they are where timespans are equal.</summary>
    static Map[] MapsOf(BenchmarkShape shape) =>
    [
        new(shape.Inputs, Backbone, isOfInput: true),
        new(shape.Units, Backbone),
        new(Backbone, shape.Units),
        new(Backbone, shape.Units),
        new(Backbone, shape.Units),
    ];

    /// <summary>The products of one signal with its weights; nobody asks for the gradient of an input.</summary>
    sealed class Map(int inputs, int outputs, bool isOfInput = false)
    {
        readonly float[] weights = RandomNumbers.Create(inputs * outputs);
        readonly float[] gradient = new float[inputs * outputs];
        readonly AlignedMemory sources = new(Window * inputs * Lanes);
        readonly AlignedMemory results = new(Window * outputs * Lanes);

        public void Run()
        {
            for (var step = 0; step < Window; step++)
                MatrixProducts.AddProduct(weights, inputs, SourceOf(step), inputs, outputs, Lanes, ResultOf(step));
            if (!isOfInput)
            {
                for (var step = Window - 1; step >= 0; step--)
                    MatrixProducts.AddTransposedProduct(weights, inputs, ResultOf(step), inputs, outputs, Lanes, SourceOf(step));
            }

            MatrixProducts.AddWeightGradient(
                sources.All, inputs * Lanes, results.All, outputs * Lanes, Window, inputs, outputs, Lanes, inputs, gradient);
        }

        Span<float> SourceOf(int step) => sources.Slice(step * inputs * Lanes, inputs * Lanes);

        Span<float> ResultOf(int step) => results.Slice(step * outputs * Lanes, outputs * Lanes);
    }
}
