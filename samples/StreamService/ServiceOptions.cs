namespace LiquidNet.Samples;

/// <summary>How the service runs.</summary>
sealed record ServiceOptions
{
    /// <summary>The address that it listens at; port 0 for any free one.</summary>
    public string Url { get; init; } = "http://localhost:5080";

    /// <summary>A file of a network, which the next model replaces; null for a small one that is made at start.</summary>
    public string? Model { get; init; }

    /// <summary>The file in which states outlive the process.</summary>
    public string States { get; init; } = "stream-service.states";

    /// <summary>How many seconds the unit of the model's time constants is.</summary>
    public double UnitSeconds { get; init; } = 1;

    /// <summary>The least that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}
