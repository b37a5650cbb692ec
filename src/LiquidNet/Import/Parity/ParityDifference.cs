using System.Globalization;

namespace LiquidNet.Import;

/// <summary>An output, and what it is in the reference.</summary>
/// <param name="Sample">Which sample, from 0 on.</param>
/// <param name="Step">Which time step, from 0 on.</param>
/// <param name="Unit">Which number of the output, from 0 on.</param>
/// <param name="Expected">What the reference says.</param>
/// <param name="Actual">What the model gives.</param>
public readonly record struct ParityDifference(int Sample, int Step, int Unit, float Expected, float Actual)
{
    /// <summary>How far apart the two are.</summary>
    public double Absolute => Math.Abs((double)Actual - Expected);

    /// <summary>How far apart the two are, over one more than the magnitude of the reference.</summary>
    public double Relative => Absolute / (1 + Math.Abs((double)Expected));

    /// <summary>Both differences, the place and both numbers.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Absolute:0.00e+00} (relative {Relative:0.00e+00}): sample {Sample}, step {Step}, unit {Unit}: {Actual:G7} for {Expected:G7}");
}
