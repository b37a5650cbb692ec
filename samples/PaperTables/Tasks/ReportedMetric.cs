using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>What a table reports of a test set; on the validation set it chooses the epoch.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Heading">What stands above its column, with the unit.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Scale">What makes the table's unit of it.</param>
sealed record ReportedMetric(Metric Metric, string Heading, string Format, double Scale = 1)
{
    public static ReportedMetric Accuracy { get; } = new(Metric.Accuracy, "accuracy, %", "F2", Scale: 100);

    public static ReportedMetric SquaredError { get; } = new(Metric.MeanSquaredError, "mean squared error", "F3");

    public static ReportedMetric RocAuc { get; } = new(Metric.RocAuc, "ROC AUC", "F3");

    /// <summary>Reads it from an evaluation.</summary>
    public double Of(Evaluation evaluation) => Scale * (Metric.Of(evaluation)
        ?? throw new InvalidDataException($"The set has no {Metric}: not all classes occur in it."));
}
