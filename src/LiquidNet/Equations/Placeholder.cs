namespace LiquidNet.Equations;

/// <summary>A value that the equation receives: the input, the timespan or the state.</summary>
sealed class Placeholder : Signal
{
    /// <summary>Creates a value as an equation reads it.</summary>
    public Placeholder(Region region, int rows)
        : this(region, rows, Tempo.Constant)
    {
    }

    /// <summary>Creates a circuit's own copy, which takes new values at a tempo.</summary>
    public Placeholder(Region region, int rows, Tempo tempo)
        : base(rows)
    {
        Placement = new Placement(region, 0);
        Tempo = tempo;
    }

    public static Placeholder Input(int rows) => new(Region.Input, rows);

    public static Placeholder Timespan() => new(Region.Timespan, 1);

    public static Placeholder State(int rows) => new(Region.State, rows);

    /// <summary>Such as <c>input [3]</c>.</summary>
    public override string ToString() => $"{Placement.Region.ToString().ToLowerInvariant()} [{Rows}]";
}
