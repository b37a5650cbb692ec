using LiquidNet.Checks;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>Cells on top of each other: each reads the output of the one below from the same time step.</summary>
/// <remarks>
/// <para>Input [samples x features of the lowest cell], state [samples x sum of the states], from the lowest to the highest, output
/// [samples x output of the highest]. Every cell sees the whole timespan of a step and divides it by its own number of unfolds.</para>
/// <para>The name of a parameter is prefixed with its layer: <c>layers.0.W_in</c>.</para>
/// </remarks>
public sealed class StackedCell : LiquidCell
{
    readonly LiquidCell[] layers;

    /// <summary>Creates a stack.</summary>
    /// <param name="layers">At least one cell, from the lowest to the highest; each with a fixed number of unfolds. A cell may appear more
    /// than once; the layers then share its parameters but not its state.</param>
    /// <exception cref="ArgumentException">There is no cell, the input size of a cell is not the output size of the one below, or a number
    /// of unfolds depends on the timespan.</exception>
    public StackedCell(params LiquidCell[] layers)
        : base(
            Checked(layers)[0].InputSize,
            Require.Size(layers.Sum(layer => (long)layer.StateSize), nameof(layers)),
            layers[^1].OutputSize)
    {
        this.layers = [.. layers];
    }

    /// <summary>The cells, from the lowest to the highest.</summary>
    public IReadOnlyList<LiquidCell> Layers => layers;

    /// <inheritdoc/>
    public override string Name => string.Join(" + ", layers.Select(layer => layer.Name));

    /// <inheritdoc/>
    protected internal override IEnumerable<(string Name, LiquidCell Cell)> Parts =>
        layers.Select((layer, level) => ($"layers.{level}", layer));

    /// <inheritdoc/>
    protected internal override bool KeepsStateAtZeroTimespan => layers.All(layer => layer.KeepsStateAtZeroTimespan);

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var states = new Signal[layers.Length];
        for (var (level, start) = (0, 0); level < layers.Length; start += layers[level++].StateSize)
        {
            states[level] = layers[level].Advance(input, Slice(state, start, layers[level].StateSize), timespan);
            input = layers[level].Output(states[level]);
        }

        return Concatenate(states);
    }

    /// <inheritdoc/>
    public override Signal Output(Signal state) => layers[^1].Output(Slice(state, StateSize - layers[^1].StateSize, layers[^1].StateSize));

    static LiquidCell[] Checked(LiquidCell[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Length == 0)
            throw new ArgumentException("A stack needs at least one cell.", nameof(layers));
        for (var level = 0; level < layers.Length; level++)
        {
            CheckPart(layers[level], nameof(layers));
            if (level > 0 && layers[level].InputSize != layers[level - 1].OutputSize)
            {
                throw new ArgumentException(
                    $"Cell '{layers[level].Name}' at level {level} expects {Counted.Of(layers[level].InputSize, "input")} "
                    + $"but '{layers[level - 1].Name}' below it gives {layers[level - 1].OutputSize}.",
                    nameof(layers));
            }
        }

        return layers;
    }
}
