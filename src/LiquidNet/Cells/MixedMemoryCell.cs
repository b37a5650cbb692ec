using LiquidNet.Cells.Blocks;
using LiquidNet.Checks;
using LiquidNet.Equations;
using LiquidNet.Seeding;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>
/// An LSTM memory in front of any cell: the memory keeps what is long past, the cell follows continuous time.
/// </summary>
/// <remarks>
/// <code>
/// (a, i, f, o) = x input_map + h recurrent_map + bias
/// c' = sigmoid(f + 1) c + sigmoid(i) tanh(a)
/// m  = sigmoid(o) tanh(c')
/// Torch: h' = cell(x, state m, timespan)      Keras: h' = cell(input m, state h, timespan)
/// </code>
/// <para>Input [samples x features]. State [samples x 2 units]: the cell's state <c>h</c>, then the memory <c>c</c>. Output: that of the
/// cell. Only the cell sees the timespan. The memory moves once per time step, whatever its length, so a timespan of zero does not keep the
/// state.</para>
/// <para>The memory stays bounded only while its forget gate is below one: <c>|c|</c> grows by at most 1 per step.</para>
/// <para>Parameters are named as in <c>ncps.torch</c>: <c>lstm.input_map.weight</c>, <c>lstm.input_map.bias</c>,
/// <c>lstm.recurrent_map.weight</c>, each holding a, i, f and o side by side; those of the cell are prefixed with <c>cell.</c></para>
/// <para>Lechner and Hasani, "Learning Long-Term Dependencies in Irregularly-Sampled Time Series", 2020, section 4: "mixed memory" in ncps.
/// The added 1 makes the memory persist until training changes it (Gers et al., "Learning to Forget", 2000).</para>
/// </remarks>
public sealed class MixedMemoryCell : LiquidCell
{
    readonly LiquidCell cell;
    readonly RecurrentMap gates;

    /// <summary>Creates a memory whose output replaces the state of a cell (<see cref="MixedMemoryTopology.Torch"/>).</summary>
    /// <param name="cell">The cell; its number of unfolds must be fixed.</param>
    /// <param name="seed">Same seed, same initial weights of the memory.</param>
    /// <exception cref="ArgumentNullException">The cell is null.</exception>
    /// <exception cref="ArgumentException">The cell's number of unfolds depends on the timespan.</exception>
    public MixedMemoryCell(LiquidCell cell, int seed = 0)
        : this((cell ?? throw new ArgumentNullException(nameof(cell))).InputSize, cell, MixedMemoryTopology.Torch, seed)
    {
    }

    MixedMemoryCell(int inputSize, LiquidCell cell, MixedMemoryTopology topology, int seed)
        : base(inputSize, Require.Size(2L * cell.StateSize, nameof(cell)), cell.OutputSize)
    {
        CheckPart(cell, nameof(cell));
        this.cell = cell;
        Topology = topology;
        var units = cell.StateSize;
        var outputs = Require.Size((long)LstmGates.Count * units, nameof(cell));
        gates = new(
            Parameter.Glorot("lstm.input_map.weight", inputSize, outputs, seed),
            Orthogonal("lstm.recurrent_map.weight", units, seed),
            Parameter.Uniform("lstm.input_map.bias", outputs, -0.1f, 0.1f, seed));
    }

    /// <summary>Where the output of the memory enters the cell.</summary>
    public MixedMemoryTopology Topology { get; }

    /// <summary>The name of the cell with the addition "with memory": "CfC with memory".</summary>
    public override string Name => $"{cell.Name} with memory";

    /// <inheritdoc/>
    protected internal override IEnumerable<(string Name, LiquidCell Cell)> Parts => [("cell", cell)];

    /// <summary>Creates a memory whose output is the input of a cell (<see cref="MixedMemoryTopology.Keras"/>).</summary>
    /// <param name="inputSize">Features of an input, which the memory sees; at least 1.</param>
    /// <param name="cell">The cell, whose input size must equal its state size; its number of unfolds must be fixed.</param>
    /// <param name="seed">Same seed, same initial weights of the memory.</param>
    /// <exception cref="ArgumentNullException">The cell is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The input size is below 1.</exception>
    /// <exception cref="ArgumentException">
    /// The cell's number of unfolds depends on the timespan, or its input size is not its state size, the units of the memory.
    /// </exception>
    public static MixedMemoryCell AsInput(int inputSize, LiquidCell cell, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.InputSize == cell.StateSize
            ? new(inputSize, cell, MixedMemoryTopology.Keras, seed)
            : throw new ArgumentException(
                $"The memory gives cell '{cell.Name}' an input of {cell.StateSize} numbers, one per number of its state, but the cell "
                + $"expects {cell.InputSize}; create the cell with an input size of {cell.StateSize}.",
                nameof(cell));
    }

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var units = cell.StateSize;
        var hidden = Slice(state, 0, units);
        var (remembered, memory) = LstmGates.Next(gates.Of(input, hidden), Slice(state, units, units), forgetOffset: 1);
        var next = Topology == MixedMemoryTopology.Torch
            ? cell.Advance(input, remembered, timespan)
            : cell.Advance(remembered, hidden, timespan);
        return Concatenate(next, memory);
    }

    /// <inheritdoc/>
    public override Signal Output(Signal state) => cell.Output(Slice(state, 0, cell.StateSize));

    /// <summary>A matrix [units x 4 units] with orthonormal rows: for each gate an orthogonal one, shortened to a half.</summary>
    static Parameter Orthogonal(string name, int units, int seed)
    {
        var values = new float[Require.Size((long)LstmGates.Count * units * units, nameof(units))];
        for (var gate = 0; gate < LstmGates.Count; gate++)
        {
            Initializer.Orthogonal(units, gain: 0.5f, SplitMix64.For(seed, $"{name}.{gate}"))
                .CopyTo(values, gate * units * units);
        }

        return Parameter.Of(name, units, LstmGates.Count * units, values);
    }
}
