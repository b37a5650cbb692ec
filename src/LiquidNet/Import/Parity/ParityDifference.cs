using System.Globalization;

namespace LiquidNet.Import;

/// <summary>An output of a model and its value in the reference.</summary>
/// <param name="Sample">The sample, from 0.</param>
/// <param name="Step">The time step, from 0.</param>
/// <param name="Unit">The element of the output, from 0.</param>
/// <param name="Expected">The value in the reference.</param>
/// <param name="Actual">The value of the model.</param>
public readonly record struct ParityDifference(int Sample, int Step, int Unit, float Expected, float Actual)
{
    /// <summary>The absolute difference <c>|actual - expected|</c>.</summary>
    public double Absolute => Math.Abs((double)Actual - Expected);

    /// <summary>The relative difference <c>|actual - expected| / (1 + |expected|)</c>.</summary>
    public double Relative => Absolute / (1 + Math.Abs((double)Expected));

    /// <summary>Both differences, the position and both values.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Absolute:0.00e+00} (relative {Relative:0.00e+00}): sample {Sample}, step {Step}, unit {Unit}: {Actual:G7} for {Expected:G7}");
}
