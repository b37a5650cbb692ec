using LiquidNet.Benchmarks;

namespace LiquidNet.PeerBenchmarks;

/// <summary>Makes sure that another library computes what ours does before its time counts.</summary>
static class Agreement
{
    /// <summary>Several hundred steps in single precision, with other tanh and sigmoid functions.</summary>
    const float Tolerance = 1e-3f;

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

        if (!(difference <= Tolerance))
            throw new InvalidOperationException($"its outputs differ from LiquidNet's by {difference:G3}.");
    }
}
