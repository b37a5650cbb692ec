using LiquidNet.Benchmarks;

namespace LiquidNet.PeerBenchmarks;

/// <summary>Makes sure that another library computes what ours does before its time counts.</summary>
static class Agreement
{
    /// <summary>Of outputs: several hundred steps in single precision, with other tanh and sigmoid functions.</summary>
    const float OutputTolerance = 1e-3f;

    /// <summary>
    /// Of losses: a mean over thousands of outputs, in which their roundings even out, and other targets or gradients do not.
    /// </summary>
    const double LossTolerance = 1e-5;

    /// <summary>
    /// A second loss tells whether the first batch has moved the parameters alike, a third whether the optimizer remembers alike.
    /// </summary>
    const int Batches = 3;

    /// <summary>Compares the outputs of a batch.</summary>
    /// <param name="ours">The batch here.</param>
    /// <param name="theirs">The other library's output for a sample, a step and a row.</param>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void Check(ForwardWorkload ours, Func<int, int, int, float> theirs)
    {
        var difference = 0f;
        var outputs = ours.Run();
        for (var sample = 0; sample < outputs.Length; sample++)
        {
            for (var step = 0; step < outputs[sample].RowCount; step++)
            {
                for (var row = 0; row < outputs[sample].ColumnCount; row++)
                    difference = MathF.Max(difference, MathF.Abs(theirs(sample, step, row) - outputs[sample][step, row]));
            }
        }

        CheckOutputs(difference);
    }

    /// <summary>Compares the outputs of single steps of a sample.</summary>
    /// <param name="ours">The steps here, from the first one on.</param>
    /// <param name="theirs">The other library's outputs, step after step.</param>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void Check(StepWorkload ours, IEnumerable<float[]> theirs)
    {
        var difference = 0f;
        foreach (var output in theirs)
        {
            var expected = ours.Advance();
            for (var row = 0; row < expected.Length; row++)
                difference = MathF.Max(difference, MathF.Abs(output[row] - expected[row]));
        }

        CheckOutputs(difference);
    }

    /// <summary>Compares the losses of the first batches.</summary>
    /// <param name="ours">The training here.</param>
    /// <param name="theirs">Learns from a batch, and gives the loss before.</param>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void Check(TrainingWorkload ours, Func<double> theirs)
    {
        for (var batch = 1; batch <= Batches; batch++)
        {
            var (expected, loss) = (ours.Run(), theirs());
            if (!(Math.Abs(loss - expected) <= LossTolerance))
                throw new InvalidOperationException($"its loss on batch {batch} is {loss:G6}, LiquidNet's {expected:G6}.");
        }
    }

    static void CheckOutputs(float difference)
    {
        if (!(difference <= OutputTolerance))
            throw new InvalidOperationException($"its outputs differ from LiquidNet's by {difference:G3}.");
    }
}
