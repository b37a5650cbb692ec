using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>What is measured on a test set.</summary>
/// <param name="Name">The name, with its unit.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Of">Reads it from an evaluation.</param>
sealed record Metric(string Name, string Format, Func<Evaluation, double> Of)
{
    public static Metric Accuracy { get; } = new("accuracy, %", "F2", evaluation => 100 * evaluation.Accuracy!.Value);

    public static Metric SquaredError { get; } = new("mean squared error", "F3", evaluation => evaluation.Loss);
}
