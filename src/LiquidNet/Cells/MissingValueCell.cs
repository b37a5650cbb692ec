using LiquidNet.Checks;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>
/// A cell for readings with missing values: it passes on to another cell, per feature, the value last seen, whether it was seen in this
/// reading, and how long ago.
/// </summary>
/// <remarks>
/// <para><c>NaN</c> stands for a missing value. Per feature, with the last seen value <c>v</c> and its age <c>a</c> in the state:</para>
/// <code>
/// missing = IsNaN(x)
/// v' = ZeroIfNaN(x) + missing v
/// a' = missing (a + timespan)
/// s' = cell(input [v', 1 - missing, log(1 + a')], state s, timespan)
/// </code>
/// <para>Input [samples x features]; input of the inner cell [samples x 3 features]. State [samples x (cell's state + 2 features)]: that of
/// the inner cell, then the values held, then their ages. Output: that of the inner cell.</para>
/// <para>A value that was never seen counts as zero, which is its mean if a <see cref="StandardizedCell"/> surrounds this cell; its age is
/// the time since the sequence began. Ages have the unit of the timespans. A reading is taken in whatever its timespan, so a timespan of
/// zero does not keep the state. Ages are floats: an age stops growing once the timespan is less than a ten-millionth of it, which its
/// logarithm hardly shows. Gradients flow through the values held to the readings that they came from.</para>
/// <para>As for the irregularly sampled data of Hasani et al., "Closed-form continuous-time neural networks", Nature MI 2022; the age is
/// the time interval of Che et al., "Recurrent neural networks for multivariate time series with missing values", Scientific Reports 2018,
/// here on a logarithmic scale.</para>
/// </remarks>
/// <example>
/// <code>
/// var cell = new MissingValueCell(features: 8, inputs => new LtcCell(inputs, wiring));
/// </code>
/// </example>
public sealed class MissingValueCell : LiquidCell
{
    const int InputsPerFeature = 3;

    readonly LiquidCell cell;

    /// <summary>Creates a cell around another.</summary>
    /// <param name="features">Values of a reading; at least 1.</param>
    /// <param name="create">Creates the inner cell, given its input size, three times <paramref name="features"/>; its number of unfolds
    /// must be fixed.</param>
    /// <exception cref="ArgumentNullException">The function is null or returns null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of features is below 1, or three times as many do not fit into an
    /// input.</exception>
    /// <exception cref="ArgumentException">The inner cell expects another number of inputs, or its number of unfolds depends on the
    /// timespan.</exception>
    public MissingValueCell(int features, Func<int, LiquidCell> create)
        : this(features, Created(features, create))
    {
    }

    MissingValueCell(int features, LiquidCell cell)
        : base(features, Require.Size(cell.StateSize + 2L * features, nameof(features)), cell.OutputSize) => this.cell = cell;

    /// <summary>The name of the inner cell with the addition "over gaps": "LTC over gaps".</summary>
    public override string Name => $"{cell.Name} over gaps";

    /// <inheritdoc/>
    protected internal override IEnumerable<(string Name, LiquidCell Cell)> Parts => [("cell", cell)];

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var missing = IsNaN(input);
        var held = ZeroIfNaN(input) + missing * Slice(state, cell.StateSize, InputSize);
        var age = missing * (Slice(state, cell.StateSize + InputSize, InputSize) + timespan);
        var next = cell.Advance(
            Concatenate(held, 1f - missing, Log(1f + age)), Slice(state, 0, cell.StateSize), timespan);
        return Concatenate(next, held, age);
    }

    /// <inheritdoc/>
    public override Signal Output(Signal state) => cell.Output(Slice(state, 0, cell.StateSize));

    static LiquidCell Created(int features, Func<int, LiquidCell> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        var inputs = InputsPerFeature * Require.Between(
            features, 1, Array.MaxLength / InputsPerFeature, "The number of features", "a cell sees three numbers for each",
            nameof(features));
        var cell = create(inputs);
        CheckPart(cell, nameof(create));
        return cell.InputSize == inputs
            ? cell
            : throw new ArgumentException(
                $"Cell '{cell.Name}' expects {Counted.Of(cell.InputSize, "input")}, but {Counted.Of(features, "feature")} with gaps "
                + $"give it {inputs}: the values, what is present and ages.",
                nameof(create));
    }
}
