using System.Collections.ObjectModel;
using LiquidNet.Checks;

namespace LiquidNet.Training;

/// <summary>How well a network performs on a set.</summary>
public sealed class Evaluation
{
    const int MostShown = 20;

    internal Evaluation(double loss, long? correct, long count, ConfusionMatrix? confusion)
    {
        Loss = loss;
        Correct = correct;
        Count = count;
        Confusion = confusion;
    }

    /// <summary>The mean loss over all outputs with a target.</summary>
    /// <value>In the unit that the loss sees. If the network standardises its targets, a mean squared error of 1 is that of always
    /// predicting the mean. For errors in the unit of the targets see <see cref="MeanSquaredError"/>, <see cref="MeanAbsoluteError"/> and
    /// <see cref="OutputErrors"/>.</value>
    public double Loss { get; }

    /// <summary>How many predictions were correct; null if targets are values.</summary>
    public long? Correct { get; }

    /// <summary>How many predictions had a target: steps, or sequences if the target is that of the whole.</summary>
    /// <value>A prediction of several values counts once if at least one of them is known; <see cref="OutputErrors"/> counts
    /// values.</value>
    public long Count { get; }

    /// <summary>The share of correct predictions, 0 to 1; null if targets are values.</summary>
    public double? Accuracy => Share(Correct, Count);

    /// <summary>The mean recall over all classes that occur as labels, 0 to 1; rare classes count as much as frequent ones; null if targets
    /// are values.</summary>
    public double? BalancedAccuracy => Confusion?.MeanRecall();

    /// <summary>The mean F1 score over all classes that occur as labels or predictions, 0 to 1; null if targets are values.</summary>
    /// <remarks>The F1 score of a class is the harmonic mean of its precision and its recall.</remarks>
    public double? MacroF1 => Confusion?.MeanF1();

    /// <summary>The area under the ROC curve, 0 to 1: the probability that class 1 is ranked higher for an output of class 1 than for one
    /// of class 0.</summary>
    /// <value>Null unless there are two classes and both occur as labels.</value>
    public double? RocAuc { get; internal init; }

    /// <summary>The average precision for class 1, 0 to 1: the area under the precision-recall curve, as a step function.</summary>
    /// <value>Null unless there are two classes and both occur as labels.</value>
    public double? AveragePrecision { get; internal init; }

    /// <summary>The mean squared difference between predictions and target values, in the squared unit of the target values, whether
    /// standardised or not; null if targets are classes.</summary>
    /// <value>The mean over all outputs; of quantiles, over the medians, and null without one. If their units differ, the output with the
    /// largest numbers dominates; <see cref="OutputErrors"/> has each output by itself, and in the <see cref="Loss"/> of a standardised
    /// network all count equally.</value>
    public double? MeanSquaredError => MeanOf(error => error.IsCentral ? error.MeanSquaredError : null);

    /// <summary>The mean absolute difference between predictions and target values, in the unit of the target values, whether standardised
    /// or not; null if targets are classes.</summary>
    /// <value>The mean over all outputs, or the medians, with the same caveat as <see cref="MeanSquaredError"/>.</value>
    public double? MeanAbsoluteError => MeanOf(error => error.IsCentral ? error.MeanAbsoluteError : null);

    /// <summary>The mean pinball loss (<see cref="QuantileLoss"/>) over all outputs, in the unit of the target values, whether standardised
    /// or not; null if outputs are no quantiles.</summary>
    /// <value>The mean over all outputs, with the same caveat as <see cref="MeanSquaredError"/>.</value>
    public double? PinballLoss => MeanOf(error => error.PinballLoss);

    /// <summary>The errors of each output in the unit of its target values [OutputSize]; empty if targets are classes.</summary>
    public ReadOnlyCollection<OutputError> OutputErrors { get; internal init; } = ReadOnlyCollection<OutputError>.Empty;

    /// <summary>How the intervals between quantiles fit the target values: for each target value the one between its first and its last
    /// quantile, then that between the neighbours of these, and so on; empty if outputs are no quantiles.</summary>
    public ReadOnlyCollection<PredictionInterval> Intervals { get; internal init; } = ReadOnlyCollection<PredictionInterval>.Empty;

    /// <summary>How often each class was predicted for each label; null if targets are values.</summary>
    public ConfusionMatrix? Confusion { get; }

    /// <summary>Loss, accuracy and <see cref="TrainerOptions.Metric"/> on one line, followed by the confusion matrix, or by the errors of
    /// up to 20 outputs, each in its own unit, and by up to 20 intervals between quantiles.</summary>
    public override string ToString() => Confusion is null
        ? string.Join(Environment.NewLine, [$"{Line} ({Counted.Of(Count, "prediction")})", .. Shown(OutputErrors), .. Shown(Intervals)])
        : FormattableString.Invariant($"{Line} ({Correct:N0} of {Count:N0}){Environment.NewLine}{Confusion}");

    /// <summary>The figure by which the trainer compares epochs, for the text.</summary>
    internal Metric? Metric { get; init; }

    /// <summary>Loss, accuracy, and the chosen figure where it is another one.</summary>
    internal string Line
    {
        get
        {
            var summary = Summary(Loss, Accuracy);
            return Metric == Metric.Loss || Metric == Metric.Accuracy || Metric?.Read(this) is not { } figure
                ? summary
                : FormattableString.Invariant($"{summary}, {Metric} {figure:F4}");
        }
    }

    static IEnumerable<object> Shown(IReadOnlyCollection<object> figures) => figures.Count <= MostShown ? figures : [];

    double? MeanOf(Func<OutputError, double?> read)
    {
        var known = OutputErrors.Where(error => error.Count > 0 && read(error) is not null);
        var count = known.Sum(error => error.Count);
        return count == 0 ? null : known.Sum(error => read(error) * error.Count) / count;
    }

    internal static double? Share(long? correct, long count) => count == 0 ? null : (double?)correct / count;

    internal static string Summary(double loss, double? accuracy) =>
        FormattableString.Invariant($"loss {loss:F4}") + (accuracy is { } share ? $", accuracy {Percent(share)}" : "");

    internal static string Percent(double share) => FormattableString.Invariant($"{100 * share:F2} %");
}
