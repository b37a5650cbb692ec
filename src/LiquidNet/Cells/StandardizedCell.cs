using LiquidNet.Cells.Blocks;
using LiquidNet.Equations;

namespace LiquidNet.Cells;

/// <summary>A cell that sees standardised features: <c>(input - mean) / deviation</c>.</summary>
/// <remarks>
/// <para>Input, state and output have the sizes of the inner cell. Mean and standard deviation are the parameters <c>input.mean</c> and
/// <c>input.deviation</c> [features]; they are not trained, and they travel with the model. <c>NaN</c> stays <c>NaN</c>: around a
/// <see cref="MissingValueCell"/> values may be missing, and one that was never seen counts as the mean.</para>
/// <para>LeCun et al., "Efficient BackProp", 1998, section 4.3.</para>
/// </remarks>
public sealed class StandardizedCell : LiquidCell
{
    readonly LiquidCell cell;
    readonly StandardScale scale;

    /// <summary>Creates a cell around another.</summary>
    /// <param name="cell">The cell that sees standardised inputs.</param>
    /// <param name="mean">What is subtracted from each feature [features]; copied.</param>
    /// <param name="standardDeviation">What each feature is then divided by, usually its standard deviation [features], above zero;
    /// copied.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is not one mean and one deviation per feature, a mean is not finite, or a deviation is not
    /// finite or below 1.17549435e-38, the smallest normal float.</exception>
    public StandardizedCell(LiquidCell cell, IReadOnlyList<float> mean, IReadOnlyList<float> standardDeviation)
        : base((cell ?? throw new ArgumentNullException(nameof(cell))).InputSize, cell.StateSize, cell.OutputSize)
    {
        this.cell = cell;
        scale = new StandardScale("input", mean, standardDeviation, cell.InputSize);
        Unfolds = cell.Unfolds;
    }

    /// <summary>The name of the inner cell.</summary>
    public override string Name => cell.Name;

    /// <inheritdoc/>
    protected internal override IEnumerable<(string Name, LiquidCell Cell)> Parts => [("cell", cell)];

    /// <inheritdoc/>
    protected internal override bool KeepsStateAtZeroTimespan => cell.KeepsStateAtZeroTimespan;

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan) => cell.Next(scale.Standardized(input), state, timespan);

    /// <inheritdoc/>
    public override Signal Output(Signal state) => cell.Output(state);
}
