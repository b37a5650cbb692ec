using LiquidNet.Checks;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>The mean of all inputs so far: the last cell of a stack whose answer is to rest on a whole sequence rather than on its
/// end.</summary>
/// <remarks>
/// <code>
/// n' = n + 1
/// m' = m + (x - m) / n'
/// </code>
/// <para>Input and output [samples x features]. State [samples x (features + 1)]: the mean, then how many inputs it is of. Every input
/// counts alike, whatever its timespan; one that comes after 16,777,216 others moves the mean as if it were the last of so many. No
/// parameters.</para>
/// <para>Known as global average pooling; state-space models read sequences so, as in Smith et al., "Simplified State Space Layers for
/// Sequence Modeling", ICLR 2023.</para>
/// </remarks>
/// <example>
/// <code>
/// var cell = new StackedCell(new RiccatiCell(inputSize: 3, units: 64), new AveragePooling(64));
/// </code>
/// </example>
public sealed class AveragePooling : LiquidCell
{
    /// <summary>Creates a cell.</summary>
    /// <param name="features">Features of an input, each averaged for itself; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no feature, or more than an array can hold.</exception>
    public AveragePooling(int features)
        : base(Require.Size(features, nameof(features)), Require.Size((long)features + 1, nameof(features)), features)
    {
    }

    /// <inheritdoc/>
    public override string Name => "Average pooling";

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var (mean, count) = (Slice(state, 0, InputSize), Slice(state, InputSize, 1) + 1);
        return Concatenate(mean + (input - mean) / count, count);
    }
}
