using LiquidNet.Benchmarks;

namespace LiquidNet.PeerBenchmarks.Results;

/// <summary>The least time that a task can take on this machine: its arithmetic alone, on registers, at the measured peak.</summary>
/// <remarks>
/// Counted are matrix products and the sigmoids of conductance-based synapses; of a training, those of the way back too. What moves memory
/// or is computed once per unit is not, so no program reaches it.
/// </remarks>
sealed class Floor
{
    readonly Dictionary<int, (double Products, double Sigmoids)> peaks = [];

    /// <summary>Seconds of a task, for one run of it: a step of a stream, a batch otherwise.</summary>
    public double SecondsOf(string model, BenchmarkShape shape, string mode, int threads)
    {
        if (!peaks.TryGetValue(threads, out var peak))
            peaks[threads] = peak = (MachinePeak.Measure(threads), MachinePeak.MeasureSigmoids(threads));
        var isStream = mode is BenchmarkMode.Stream or BenchmarkMode.StreamApi;
        var work = WorkCount.Of(BenchmarkModel.Create(model, shape), mode)
            .Times(isStream ? 1 : shape.Batch, isStream ? 1 : shape.Steps);
        var sigmoids = work.Synapses * (mode == BenchmarkMode.Train ? 2 : 1);
        return (work.ProductOperations / peak.Products + sigmoids / peak.Sigmoids) / 1e9;
    }
}
