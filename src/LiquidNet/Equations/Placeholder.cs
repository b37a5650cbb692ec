namespace LiquidNet.Equations;

/// <summary>A value that the equation receives: the input, the timespan or the state.</summary>
sealed class Placeholder : Signal
{
    public Placeholder(Region region, int rows, Tempo tempo)
        : base(rows, tempo)
    {
        Placement = new Placement(region, 0);
    }

    public static Placeholder Input(int rows) => new(Region.Input, rows, Tempo.Sample);

    public static Placeholder Timespan(Tempo tempo) => new(Region.Timespan, 1, tempo);

    public static Placeholder State(int rows, Tempo tempo) => new(Region.State, rows, tempo);
}
