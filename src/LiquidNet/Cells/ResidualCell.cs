using LiquidNet.Checks;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>A cell with a skip connection: its output for the normalised input is added to the input. This keeps deep stacks
/// trainable.</summary>
/// <remarks>
/// <code>
/// h = gelu(cell(gain layerNorm(u) + bias))
/// y = u + out(h) sigmoid(gate(h))
/// </code>
/// <para>Input and output [samples x features]. State [samples x (cell's state + features)]: that of the inner cell, then the output. The
/// output depends on the input of the same step, so a timespan of zero does not keep the state.</para>
/// <para>Parameters: <c>norm.weight</c> (the gain) and <c>norm.bias</c> [features]; for the maps <c>out</c> and <c>gate</c>
/// <c>out.weight</c> and <c>gate.weight</c> [cell's output x features], <c>out.bias</c> and <c>gate.bias</c> [features]; those of the inner
/// cell are prefixed with <c>cell.</c></para>
/// <para>The block of Smith et al., "Simplified State Space Layers for Sequence Modeling", ICLR 2023, with pre-normalisation and a gated
/// linear unit of two maps; layer normalisation after Ba, Kiros and Hinton, 2016.</para>
/// </remarks>
/// <example>
/// <code>
/// var deep = new StackedCell(
///     new RiccatiCell(inputSize: 3, units: 64),
///     new ResidualCell(new RiccatiCell(inputSize: 64, units: 64, seed: 1)),
///     new ResidualCell(new RiccatiCell(inputSize: 64, units: 64, seed: 2)));
/// </code>
/// </example>
public sealed class ResidualCell : LiquidCell
{
    readonly LiquidCell cell;
    readonly Parameter gain;
    readonly Parameter bias;
    readonly (Parameter Weights, Parameter Bias) outward;
    readonly (Parameter Weights, Parameter Bias) gate;

    /// <summary>Puts a skip connection around a cell.</summary>
    /// <param name="cell">The cell; its number of unfolds must be fixed.</param>
    /// <param name="seed">Same seed, same initial weights of the two maps.</param>
    /// <exception cref="ArgumentNullException">The cell is null.</exception>
    /// <exception cref="ArgumentException">The cell's number of unfolds depends on the timespan.</exception>
    public ResidualCell(LiquidCell cell, int seed = 0)
        : base(
            (cell ?? throw new ArgumentNullException(nameof(cell))).InputSize,
            Require.Size((long)cell.StateSize + cell.InputSize, nameof(cell)),
            cell.InputSize)
    {
        CheckPart(cell, nameof(cell));
        this.cell = cell;
        var (features, hidden) = (cell.InputSize, cell.OutputSize);
        gain = Parameter.Vector("norm.weight", features, 1);
        bias = Parameter.Vector("norm.bias", features);
        outward = (Parameter.Glorot("out.weight", hidden, features, seed), Parameter.Vector("out.bias", features));
        gate = (Parameter.Glorot("gate.weight", hidden, features, seed), Parameter.Vector("gate.bias", features));
    }

    /// <inheritdoc/>
    public override string Name => $"{cell.Name} with residual";

    /// <summary>Dropout rate: the probability with which training zeroes each number of <c>h</c>.</summary>
    /// <value>From 0 to below 1. Default: 0.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public float Dropout { get; init => field = Require.Share(value, "A dropout rate"); }

    /// <inheritdoc/>
    protected internal override IEnumerable<(string Name, LiquidCell Cell)> Parts => [("cell", cell)];

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var next = cell.Advance(LayerNorm(input) * gain + bias, Slice(state, 0, cell.StateSize), timespan);
        var hidden = SignalFunctions.Dropout(Gelu(cell.Output(next)), Dropout);
        var added = Affine(outward.Bias, outward.Weights, hidden) * Sigmoid(Affine(gate.Bias, gate.Weights, hidden));
        return Concatenate(next, input + added);
    }

    /// <inheritdoc/>
    public override Signal Output(Signal state) => Slice(state, cell.StateSize, OutputSize);
}
