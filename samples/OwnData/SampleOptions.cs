using System.Globalization;
using LiquidNet.Data;

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
    /// <summary>The files of the table; none for the program's own.</summary>
    public IReadOnlyList<string> Csv { get; init; } = [];

    /// <summary>What the table is called in the report.</summary>
    public string TableName => Csv switch
    {
        [] => "",
        [var only] => Path.GetFileName(only),
        [var first, ..] => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(first)} and {Csv.Count - 1} more"),
    };

    /// <summary>Whether a comma, not a point, stands before the decimals of a number.</summary>
    public bool HasDecimalComma { get; init; }

    /// <summary>What stands between thousands; null for nothing.</summary>
    public char? Thousands { get; init; }

    /// <summary>Further texts that mean that nothing was measured.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The column with the names of variables, where a row holds one reading.</summary>
    public string? NamesFrom { get; init; }

    /// <summary>The column with the values of these readings.</summary>
    public string? ValuesFrom { get; init; }

    /// <summary>What becomes of two of them at one time.</summary>
    public DuplicateRule Duplicates { get; init; }

    /// <summary>How dates are written; null with the year first.</summary>
    public string? DateFormat { get; init; }

    public string? Id { get; init; }

    public string? Time { get; init; }

    /// <summary>The column with the time of day; null where that stands with the date.</summary>
    public string? TimeOfDay { get; init; }

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

    public int Period { get; init; } = 1;

    public int Length { get; init; } = 32;

    public int Units { get; init; } = 16;

    public int Epochs { get; init; } = 300;

    public int Seeds { get; init; } = 3;

    public int Threads { get; init; }

    public string Output { get; init; } = "own-data";

    /// <summary>These options, for the program's own table where none is given.</summary>
    public SampleOptions WithTable() => Csv.Count == 0
        ? this with { Csv = [Path.Combine(AppContext.BaseDirectory, "sunspots.csv")], Time = "year", Forecast = ["sunspots"] }
        : this;
}
