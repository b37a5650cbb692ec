namespace LiquidNet.Equations;

/// <summary>The memories of a run in which a circuit's signals live.</summary>
enum Region
{
    /// <summary>The array of a parameter.</summary>
    Parameter,

    /// <summary>Results that depend on parameters only: one number a row, whatever the number of lanes.</summary>
    Constant,

    /// <summary>The input of a time step.</summary>
    Input,

    /// <summary>The timespan of an unfold.</summary>
    Timespan,

    /// <summary>The state before an unfold.</summary>
    State,

    /// <summary>The state after an unfold.</summary>
    Next,

    /// <summary>Results computed once per time step.</summary>
    Sample,

    /// <summary>Results of matrix products per time step, whose adjoints are kept for a window of steps.</summary>
    SampleProduct,

    /// <summary>Results computed at every unfold.</summary>
    Unfold,

    /// <summary>Results of matrix products per unfold, whose adjoints are kept for a window of steps.</summary>
    UnfoldProduct,
}

/// <summary>Where a circuit keeps a signal.</summary>
/// <param name="Region">The memory.</param>
/// <param name="Row">First row of the value within its slot; for parameters, within the parameter.</param>
/// <param name="Index">For parameters: the position in the circuit's parameter list.</param>
/// <param name="AdjointRow">For parameters and constants: first row of the adjoint, one number a row.</param>
/// <param name="LaneRow">For parameters and constants: first row of the adjoint that is summed lane by lane.</param>
readonly record struct Placement(Region Region, int Row, int Index = -1, int AdjointRow = -1, int LaneRow = -1)
{
    /// <summary>How many regions there are.</summary>
    public const int Regions = (int)Region.UnfoldProduct + 1;

    /// <summary>The place of some rows within this one.</summary>
    public Placement Skip(int rows) => this with
    {
        Row = Row + rows,
        AdjointRow = AdjointRow < 0 ? AdjointRow : AdjointRow + rows,
        LaneRow = LaneRow < 0 ? LaneRow : LaneRow + rows,
    };
}
