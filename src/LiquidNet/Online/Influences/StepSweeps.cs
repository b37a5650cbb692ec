using System.Collections;
using LiquidNet.Equations;
using LiquidNet.Kernels;

namespace LiquidNet.Online.Influences;

/// <summary>Goes back through a step as a whole, once for rows that have nothing in common: for any equation.</summary>
sealed class StepSweeps : IStepDerivatives
{
    readonly GradientSet gradients;
    readonly (int[] Rows, NumberRun[] Copies)[] sweeps;
    readonly Adjoints adjoints;

    /// <param name="parameters">All parameters.</param>
    /// <param name="sweeps">The rows of each sweep.</param>
    /// <param name="step">For each row, what it depends on.</param>
    /// <param name="sheet">Where the derivatives are written.</param>
    public StepSweeps(ParameterSet parameters, int[][] sweeps, BitArray[] step, DerivativeSheet sheet)
    {
        gradients = new GradientSet(parameters);
        adjoints = new Adjoints(step.Length, gradients);
        this.sweeps =
            Array.ConvertAll(sweeps, rows => (rows, rows.SelectMany(row => sheet.CopiesOf(row, step[row])).ToArray()));
    }

    /// <inheritdoc/>
    public int Begin(StreamStep step) => 1;

    /// <inheritdoc/>
    public void Write(StreamStep step, int part, Span<float> column)
    {
        foreach (var (rows, copies) in sweeps)
        {
            gradients.Clear();
            step.BeginReverse(gradients);
            foreach (var row in rows)
                step.StateGradient[row] = 1;
            step.ReverseStep();
            step.FinishReverse();
            NumberRun.Copy(copies, adjoints.Of(step.StateGradient), column);
        }
    }
}
