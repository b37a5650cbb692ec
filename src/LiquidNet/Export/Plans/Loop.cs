using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Export.Plans;

/// <summary>A loop over rows: everything in it is computed row by row, from what earlier loops have stored.</summary>
/// <param name="index">The position among the loops of a section.</param>
/// <param name="rows">How many rows there are.</param>
sealed class Loop(int index, int rows)
{
    public int Index => index;

    public int Rows => rows;

    /// <summary>What is computed, each after what it is computed from; a softmax stands alone.</summary>
    public List<Operator> Operations { get; } = [];

    /// <summary>Which signals are stored as parts of which concatenations, and from which row on.</summary>
    public List<(Signal Part, Concatenation Whole, int Row)> Parts { get; } = [];

    /// <summary>Whether rows depend on each other.</summary>
    public bool IsWhole => Operations is [Softmax];
}
