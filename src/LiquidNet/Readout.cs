using System.Diagnostics;
using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Kernels.Lanes;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Single;

namespace LiquidNet;

/// <summary>Turns the outputs of a cell into predictions; it is an equation, as a cell is.</summary>
/// <remarks>
/// <para>A readout of one's own overrides <see cref="Logits"/>, which losses work on, and where there is an activation
/// <see cref="Predictions"/>, which is what a network and its streams give. Its parameters are found in the
/// equation; they are kept in fields, so that every call gives the same ones.</para>
/// <para>Output of the cell [samples x InputSize], logits and predictions [samples x OutputSize].</para>
/// </remarks>
/// <example>
/// <code>
/// sealed class MultiLabelReadout(int inputSize, int labels, int seed = 0) : Readout(inputSize, labels)
/// {
///     readonly Parameter weights = Parameter.Glorot("W_out", inputSize, labels, seed);
///     public override Signal Logits(Signal output) => Affine(weights, output);
///     public override Signal Predictions(Signal logits) => Sigmoid(logits);
/// }
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public abstract class Readout
{
    ParameterSet? parameters;
    Circuit? circuit;

    /// <summary>Creates a readout of given sizes.</summary>
    /// <param name="inputSize">Numbers that come in per sample; at least 1.</param>
    /// <param name="outputSize">Numbers that go out per sample; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    protected Readout(int inputSize, int outputSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputSize, 1);
        InputSize = inputSize;
        OutputSize = outputSize;
    }

    /// <summary>Numbers that come in per sample.</summary>
    public int InputSize { get; }

    /// <summary>Numbers that go out per sample.</summary>
    public int OutputSize { get; }

    /// <summary>What the outputs mean.</summary>
    /// <value>Default: <see cref="OutputKind.Values"/>.</value>
    public virtual OutputKind OutputKind => OutputKind.Values;

    /// <summary>All parameters, in the order in which the equation uses them first.</summary>
    /// <exception cref="ArgumentException">Two parameters have one name.</exception>
    public ParameterSet Parameters => LazyInitializer.EnsureInitialized(
        ref parameters, () => new ParameterSet(EquationOrder.ParametersOf(CheckedPredictions(Placeholder.State(InputSize)))));

    /// <summary>The equation before any activation.</summary>
    /// <param name="output">The output of a cell [InputSize].</param>
    /// <returns>The logits [OutputSize].</returns>
    public abstract Signal Logits(Signal output);

    /// <summary>The equation of the activation; unless overridden, predictions are the logits.</summary>
    /// <param name="logits">The logits [OutputSize].</param>
    /// <returns>The predictions [OutputSize].</returns>
    public virtual Signal Predictions(Signal logits) => logits;

    /// <summary>Reads out many outputs of a cell at once.</summary>
    /// <param name="outputs">One row per time step or sample [rows x InputSize].</param>
    /// <returns>The predictions [rows x OutputSize].</returns>
    /// <exception cref="ArgumentException">The matrix has another number of columns.</exception>
    public Matrix<float> Forward(Matrix<float> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs.ColumnCount != InputSize)
        {
            throw new ArgumentException(
                $"The readout expects outputs of a cell [rows x {InputSize}] but got [{outputs.RowCount} x {outputs.ColumnCount}].",
                nameof(outputs));
        }

        LazyInitializer.EnsureInitialized(
            ref circuit, () => Circuit.CompileOutput(CheckedPredictions(Placeholder.State(InputSize))));
        return new DenseMatrix(outputs.RowCount, OutputSize, Read(circuit, outputs));
    }

    /// <summary>The logits, which have to be as many as declared.</summary>
    internal Signal CheckedLogits(Signal output) => Checked(Logits(output), nameof(Logits));

    /// <summary>The predictions, which have to be as many as declared.</summary>
    internal Signal CheckedPredictions(Signal output) => Checked(Predictions(CheckedLogits(output)), nameof(Predictions));

    Signal Checked(Signal signal, string equation) => signal.Rows == OutputSize
        ? signal
        : throw new InvalidOperationException(
            $"{equation} of readout '{GetType().Name}' has {signal.Rows} rows; the readout declares {OutputSize}.");

    /// <summary>A matrix is stored as rows of lanes are: the features of all samples side by side.</summary>
    static float[] Read(Circuit circuit, Matrix<float> outputs)
    {
        var lanes = outputs.RowCount;
        var frame = circuit.CreateFrame(lanes);
        foreach (var region in (ReadOnlySpan<Region>)[Region.Sample, Region.SampleProduct])
            frame.Values(region).Memory = new AlignedMemory(checked(circuit.RowsOf(region) * lanes));
        var states = new AlignedMemory(checked(outputs.ColumnCount * lanes));
        outputs.ToColumnMajorArray().CopyTo(states.All);
        frame.Values(Region.State).Memory = states;
        circuit.Prepare(frame);
        circuit.ForwardSample(frame);
        return frame.Value(circuit.Root).ToArray();
    }
}
