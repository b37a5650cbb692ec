using LiquidNet.Equations;
using LiquidNet.Seeding;

namespace LiquidNet.Cells.Blocks;

/// <summary>Draws the initial parameters of an LTC cell from their ranges, and keeps positive what must be.</summary>
sealed class LtcRanges(LtcConstraints constraints, LtcInitialization initialization, int seed)
{
    /// <summary>A vector of any sign.</summary>
    public Parameter Free(string name, int count, float low, float high) => Parameter.Uniform(name, count, low, high, seed);

    /// <summary>A vector of which the equation sees positive numbers only.</summary>
    public Parameter Positive(string name, int count, float low, float high)
    {
        var values = Initializer.Uniform(count, low, high, SplitMix64.For(seed, name));
        if (constraints == LtcConstraints.Explicit)
            return Parameter.Vector(name, values, NonNegative.Instance);
        return initialization == LtcInitialization.Effective
            ? Parameter.Positive(name, values)
            : new Parameter(name, count, 1, values) { IsPositive = true };
    }
}
