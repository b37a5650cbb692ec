using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Runs.Shards;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Benchmarks;

/// <summary>
/// A whole batch forward as <see cref="LiquidLayer"/> does it, on a number of threads: checks, and a matrix of outputs per sequence.
/// </summary>
sealed class ForwardWorkload
{
    readonly LiquidNetwork network;
    readonly Sequence[] sequences;
    readonly SequenceRun run;

    public ForwardWorkload(LiquidCell cell, BenchmarkShape shape, int threads)
    {
        network = new LiquidNetwork(cell, new IdentityReadout(cell.OutputSize));
        sequences = BenchmarkSequences.ToSequences(shape);
        run = new SequenceRun(network.Model, threads);
    }

    /// <summary>One batch.</summary>
    /// <returns>The outputs of each sequence [time x outputs].</returns>
    public Matrix<float>[] Run()
    {
        var set = network.SetOf(sequences);
        return network.Matrices(set, run.Forward(set));
    }
}
