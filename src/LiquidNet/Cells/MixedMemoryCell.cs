using LiquidNet.Equations;
using LiquidNet.Seeding;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>
/// A gated memory in front of any cell: the memory keeps what was long ago, the cell follows what happens in continuous time.
/// </summary>
/// <remarks>
/// <code>
/// (a, i, f, o) = x W_in + h W_hid + b
/// c' = sigmoid(f + 1) c + sigmoid(i) tanh(a)
/// m  = sigmoid(o) tanh(c')
/// Torch: h' = cell(x, state m, timespan)      Keras: h' = cell(input m, state h, timespan)
/// </code>
/// <para>Input [samples x features]. State [samples x 2 units]: the cell's state <c>h</c>, then the memory <c>c</c>. Output: the cell's.
/// Only the cell sees the timespan; the memory moves once per time step, and always forgets a little, so that a timespan of zero does
/// not keep the state.</para>
/// <para>The memory stays bounded only while its forget gate is below one: <c>|c|</c> grows by at most 1 per step.</para>
/// <para>Lechner and Hasani, "Learning Long-Term Dependencies in Irregularly-Sampled Time Series", 2020, section 4: "mixed memory" in
/// ncps. The added 1 makes the memory remember until training says otherwise (Gers et al., "Learning to Forget", 2000).</para>
/// </remarks>
public sealed class MixedMemoryCell : LiquidCell
{
    const int Gates = 4;

    readonly LiquidCell cell;
    readonly Parameter inputWeights;
    readonly Parameter recurrentWeights;
    readonly Parameter bias;

    /// <summary>Puts a memory in front of the state of a cell (<see cref="MixedMemoryTopology.Torch"/>).</summary>
    /// <param name="cell">The cell; its unfolds must be a fixed number.</param>
    /// <param name="seed">Same seed, same initial weights of the memory.</param>
    /// <exception cref="ArgumentNullException">The cell is null.</exception>
    /// <exception cref="ArgumentException">The cell's number of unfolds depends on the timespan.</exception>
    public MixedMemoryCell(LiquidCell cell, int seed = 0)
        : this(Checked(cell).InputSize, cell, MixedMemoryTopology.Torch, seed)
    {
    }

    /// <summary>Puts a memory between the input and a cell (<see cref="MixedMemoryTopology.Keras"/>).</summary>
    /// <param name="inputSize">Features of an input, which the memory sees; at least 1.</param>
    /// <param name="cell">The cell, whose input size is its state size; its unfolds must be a fixed number.</param>
    /// <param name="seed">Same seed, same initial weights of the memory.</param>
    /// <exception cref="ArgumentNullException">The cell is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The input size is below 1.</exception>
    /// <exception cref="ArgumentException">
    /// The cell's number of unfolds depends on the timespan, or it expects another number of inputs than the memory has units.
    /// </exception>
    public MixedMemoryCell(int inputSize, LiquidCell cell, int seed = 0)
        : this(inputSize, Checked(cell), MixedMemoryTopology.Keras, seed)
    {
        if (cell.InputSize != cell.StateSize)
        {
            throw new ArgumentException(
                $"The memory gives cell '{cell.Name}' an input of {cell.StateSize} numbers, one per number of its state, but the cell "
                + $"expects {cell.InputSize}; create the cell with an input size of {cell.StateSize}.",
                nameof(cell));
        }
    }

    MixedMemoryCell(int inputSize, LiquidCell cell, MixedMemoryTopology topology, int seed)
        : base(inputSize, 2 * cell.StateSize, cell.OutputSize)
    {
        this.cell = cell;
        Topology = topology;
        var units = cell.StateSize;
        inputWeights = Parameter.Glorot("memory.W_in", inputSize, Gates * units, seed);
        recurrentWeights = Orthogonal("memory.W_hid", units, seed);
        bias = Parameter.Uniform("memory.b", Gates * units, -0.1f, 0.1f, seed);
    }

    /// <summary>Where the memory goes into the cell.</summary>
    public MixedMemoryTopology Topology { get; }

    /// <summary>The cell and its memory.</summary>
    public override string Name => $"{cell.Name} with memory";

    internal override IEnumerable<(string Name, LiquidCell Cell)> Parts => [("cell", cell)];

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var units = cell.StateSize;
        var own = Slice(state, 0, units);
        var gates = Affine(bias, (input, inputWeights), (own, recurrentWeights));
        var written = Sigmoid(Slice(gates, units, units)) * Tanh(Slice(gates, 0, units));
        var memory = Sigmoid(Slice(gates, 2 * units, units) + 1) * Slice(state, units, units) + written;
        var recalled = Sigmoid(Slice(gates, 3 * units, units)) * Tanh(memory);
        var next = Topology == MixedMemoryTopology.Torch
            ? cell.Advance(input, recalled, timespan)
            : cell.Advance(recalled, own, timespan);
        return Concatenate(next, memory);
    }

    /// <inheritdoc/>
    public override Signal Output(Signal state) => cell.Output(Slice(state, 0, cell.StateSize));

    /// <summary>A matrix [units x 4 units] with orthonormal rows: for each gate an orthogonal one, shortened to a half.</summary>
    static Parameter Orthogonal(string name, int units, int seed)
    {
        var values = new float[Gates * units * units];
        for (var gate = 0; gate < Gates; gate++)
        {
            Initializer.Orthogonal(units, gain: 0.5f, SplitMix64.For(seed, $"{name}.{gate}"))
                .CopyTo(values, gate * units * units);
        }

        return new Parameter(name, units, Gates * units, values) { IsMatrix = true };
    }

    static LiquidCell Checked(LiquidCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (!cell.Unfolds.IsFixed)
        {
            throw new ArgumentException(
                $"Cell '{cell.Name}' cannot stand behind a memory: its number of unfolds depends on the timespan; give it a fixed one.",
                nameof(cell));
        }

        return cell;
    }
}
