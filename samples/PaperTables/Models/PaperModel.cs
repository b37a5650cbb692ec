namespace LiquidNet.Samples;

/// <summary>A row of a table: something that is fitted to a training set and measured on a test set.</summary>
abstract class PaperModel
{
    /// <summary>What it is called on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>What it is called in a table.</summary>
    public required string Title { get; init; }

    /// <summary>The published figure, in the unit of the metric.</summary>
    public double? Published { get; init; }

    /// <summary>How many seeds it is trained with.</summary>
    public int Seeds { get; init; } = 5;

    /// <summary>Fits it and measures it.</summary>
    public abstract SeedResult Run(TaskSets sets, ReportedMetric metric, SeedRun run);
}
