using LiquidNet.Cells;
using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Benchmarks;

/// <summary>A whole batch forward, on a number of threads: checks, and a matrix of outputs per sequence, which is used again.</summary>
sealed class ForwardWorkload
{
    readonly LiquidNetwork network;
    readonly Sequence[] sequences;
    readonly Matrix<float>[] outputs;

    public ForwardWorkload(LiquidCell cell, BenchmarkShape shape, int threads)
    {
        network = new LiquidNetwork(cell, new IdentityReadout(cell.OutputSize)) { Threads = threads };
        sequences = BenchmarkSequences.ToSequences(shape);
        outputs = network.Forward(sequences);
    }

    /// <summary>One batch.</summary>
    /// <returns>The outputs of each sequence [time x outputs].</returns>
    public Matrix<float>[] Run()
    {
        network.Forward(sequences, outputs);
        return outputs;
    }
}
