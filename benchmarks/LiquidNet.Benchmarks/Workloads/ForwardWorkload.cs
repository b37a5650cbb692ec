using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Benchmarks;

/// <summary>A whole batch forward as <see cref="LiquidLayer"/> does it, on a number of threads: checks, and a matrix of outputs per sequence.</summary>
sealed class ForwardWorkload
{
    readonly LiquidCell cell;
    readonly Sequence[] sequences;
    readonly SequenceRun run;

    public ForwardWorkload(LiquidCell cell, BenchmarkShape shape, int threads)
    {
        this.cell = cell;
        sequences = BenchmarkSequences.ToSequences(shape);
        var equation = new LiquidEquation(cell.Step, cell.OutputCircuit, cell.Unfolds, cell.InputSize, cell.StateSize);
        run = new SequenceRun(equation, new(equation), activate: null) { Threads = threads };
    }

    /// <summary>One batch.</summary>
    /// <returns>The outputs of each sequence [time x outputs].</returns>
    public Matrix<float>[] Run() => run.Forward(sequences, cell.Name);
}
