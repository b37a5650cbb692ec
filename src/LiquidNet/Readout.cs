using LiquidNet.Equations;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet;

/// <summary>Turns the output of a layer into answers.</summary>
/// <remarks>Row vectors: <c>y = x W_out + b_out</c>, with <c>W_out</c> [inputs x outputs].</remarks>
public abstract class Readout
{
    private protected Readout(int inputSize, int outputSize, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputSize, 1);
        InputSize = inputSize;
        OutputSize = outputSize;
        Weights = Parameter.Glorot("W_out", inputSize, outputSize, seed);
        Bias = Parameter.Vector("b_out", outputSize);
        Parameters = new ParameterSet([Bias, Weights]);
    }

    /// <summary>Numbers that come in per sample.</summary>
    public int InputSize { get; }

    /// <summary>Numbers that go out per sample.</summary>
    public int OutputSize { get; }

    /// <summary>What the outputs mean.</summary>
    /// <value>Default: <see cref="OutputKind.Values"/>.</value>
    public virtual OutputKind OutputKind => OutputKind.Values;

    /// <summary>The matrix <c>W_out</c> [inputs x outputs].</summary>
    public Parameter Weights { get; }

    /// <summary>The vector <c>b_out</c> [outputs].</summary>
    public Parameter Bias { get; }

    /// <summary>Bias and weights.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Reads out many states at once.</summary>
    /// <param name="states">One row per time step or sample [rows x InputSize].</param>
    /// <returns>The answers [rows x OutputSize].</returns>
    /// <exception cref="ArgumentException">The matrix has another number of columns.</exception>
    public Matrix<float> Forward(Matrix<float> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        if (states.ColumnCount != InputSize)
            throw new ArgumentException($"The readout expects states [rows x {InputSize}] but got [{states.RowCount} x {states.ColumnCount}].", nameof(states));
        var answers = states * Weights.Matrix;
        for (var row = 0; row < answers.RowCount; row++)
        {
            var values = answers.Row(row).ToArray();
            for (var output = 0; output < values.Length; output++)
                values[output] += Bias.Values[output];
            Activate(values, lanes: 1);
            answers.SetRow(row, values);
        }

        return answers;
    }

    /// <summary>The equation before any activation.</summary>
    internal virtual Signal Logits(Signal output) => SignalFunctions.Affine(Bias, Weights, output);

    /// <summary>Turns logits into answers, in place [OutputSize x lanes].</summary>
    internal abstract void Activate(Span<float> logits, int lanes);
}
