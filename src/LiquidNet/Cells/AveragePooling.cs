using LiquidNet.Checks;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>The running mean of all inputs so far: as the last cell of a stack, it bases the prediction on the whole sequence rather than
/// on its end.</summary>
/// <remarks>
/// <code>
/// n' = n + 1
/// m' = m + (x - m) / n'
/// </code>
/// <para>Input and output [samples x features]. State [samples x (features + 1)]: the mean, then the number of inputs behind it. All inputs
/// weigh the same, whatever their timespans, so a timespan of zero does not keep the state. The count is a float and stops at 16,777,216
/// (2^24): from there on the mean becomes an exponential average of that many inputs. No parameters.</para>
/// <para>Known as global average pooling. State-space models pool a sequence in this way, for example Smith et al., "Simplified State Space
/// Layers for Sequence Modeling", ICLR 2023.</para>
/// </remarks>
/// <example>
/// <code>
/// var cell = new StackedCell(new RiccatiCell(inputSize: 3, units: 64), new AveragePooling(64));
/// </code>
/// </example>
public sealed class AveragePooling : LiquidCell
{
    /// <summary>Creates a cell.</summary>
    /// <param name="features">Features of an input, each averaged separately; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of features is below 1, or so large that an array cannot hold the
    /// state.</exception>
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
