namespace LiquidNet.Samples;

/// <summary>Everything the command line can say.</summary>
sealed record RunOptions
{
    public required IReadOnlyList<string> Tasks { get; init; }

    public required IReadOnlyList<string> Models { get; init; }

    public int? Seeds { get; init; }

    public int Threads { get; init; }

    public string? Data { get; init; }

    public required string Output { get; init; }

    /// <summary>Whether the task was asked for.</summary>
    public bool Includes(PaperTask task) => (Tasks.Count == 0 || Tasks.Contains(task.Name)) && task.Models.Any(Includes);

    /// <summary>Whether the row was asked for.</summary>
    public bool Includes(PaperModel model) => Models.Count == 0 || Models.Contains(model.Name);
}
