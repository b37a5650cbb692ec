namespace LiquidNet.Samples;

/// <summary>How long the unit of time is, where the column of time holds dates.</summary>
enum ClockUnit
{
    Seconds,
    Minutes,
    Hours,
    Days,
}

/// <summary>Everything the command line can say.</summary>
sealed record SampleOptions
{
    /// <summary>The table; null for the program's own.</summary>
    public string? Csv { get; init; }

    /// <summary>Whether a comma, not a point, stands before the decimals of a number.</summary>
    public bool HasDecimalComma { get; init; }

    /// <summary>How dates are written; null with the year first.</summary>
    public string? DateFormat { get; init; }

    public string? Id { get; init; }

    public string? Time { get; init; }

    public ClockUnit? Unit { get; init; }

    /// <summary>How long the unit of time is; null where times are numbers.</summary>
    public TimeSpan? TimeUnit => Unit switch
    {
        ClockUnit.Seconds => TimeSpan.FromSeconds(1),
        ClockUnit.Minutes => TimeSpan.FromMinutes(1),
        ClockUnit.Hours => TimeSpan.FromHours(1),
        ClockUnit.Days => TimeSpan.FromDays(1),
        _ => null,
    };

    public string? Label { get; init; }

    public string? Labels { get; init; }

    public IReadOnlyList<string> Targets { get; init; } = [];

    public IReadOnlyList<string> Forecast { get; init; } = [];

    public IReadOnlyList<string> Ignore { get; init; } = [];

    public IReadOnlyList<string> Categorical { get; init; } = [];

    public int Ahead { get; init; } = 1;

    public int Length { get; init; } = 32;

    public int Units { get; init; } = 16;

    public int Epochs { get; init; } = 300;

    public int Seeds { get; init; } = 3;

    public int Threads { get; init; }

    public string Output { get; init; } = "own-data";

    /// <summary>These options, for the program's own table where none is given.</summary>
    public SampleOptions WithTable() => Csv is null
        ? this with { Csv = Path.Combine(AppContext.BaseDirectory, "sunspots.csv"), Time = "year", Forecast = ["sunspots"] }
        : this;
}
