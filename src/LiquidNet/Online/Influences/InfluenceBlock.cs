using LiquidNet.Checks;
using LiquidNet.Kernels;

namespace LiquidNet.Online.Influences;

/// <summary>Which values of parameters reach the same units, and which those are.</summary>
/// <remarks>The values of one unit lie side by side, so that an entry of the Jacobian multiplies them all at once.</remarks>
sealed class InfluenceBlock
{
    /// <param name="rows">The units that the values reach.</param>
    /// <param name="directRows">Those of them that the values act on within a part of a step.</param>
    /// <param name="runs">Where the values stand among all parameters.</param>
    public InfluenceBlock(int[] rows, int[] directRows, ValueRun[] runs)
    {
        (Rows, DirectRows, Runs) = (rows, directRows, runs);
        Count = runs.Sum(run => run.Length);
        Size = Require.Size((long)rows.Length * Count, "network", "The influence of parameters on units");
    }

    /// <summary>The units that the values reach.</summary>
    public int[] Rows { get; }

    /// <summary>Those of them that the values act on within a part of a step.</summary>
    public int[] DirectRows { get; }

    /// <summary>Where the values stand among all parameters.</summary>
    public ValueRun[] Runs { get; }

    /// <summary>How many values there are.</summary>
    public int Count { get; }

    /// <summary>How many pairs of a unit and a value there are.</summary>
    public int Size { get; }

    /// <summary>From where the values of a unit begin to where those of the next one do.</summary>
    public int Stride => RowCombinations.StrideOf(Count);
}
