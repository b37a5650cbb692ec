namespace LiquidNet.Training;

/// <summary>How well a network does on a set that it does not learn from.</summary>
public sealed class Evaluation
{
    internal Evaluation(double loss, int? correct, int count, ConfusionMatrix? confusion)
    {
        Loss = loss;
        Correct = correct;
        Count = count;
        Confusion = confusion;
    }

    /// <summary>The mean loss over all outputs with a target.</summary>
    /// <value>In the unit that the loss sees: of a network that standardises its targets, a mean squared error of 1 is what predicting the
    /// mean has, whatever the unit of the predictions; times the squared deviation it is that in the predictions' unit.</value>
    public double Loss { get; }

    /// <summary>How many outputs predicted the right class; null where targets are values.</summary>
    public int? Correct { get; }

    /// <summary>How many outputs had a target.</summary>
    public int Count { get; }

    /// <summary>The share of right predictions, 0 to 1; null where targets are values.</summary>
    public double? Accuracy => Share(Correct, Count);

    /// <summary>The mean of the recalls of all classes that are labels, 0 to 1, each counting the same however rare; null where targets
    /// are values.</summary>
    public double? BalancedAccuracy => Confusion?.MeanRecall();

    /// <summary>The mean of the F1 scores of all classes that are labels or were predicted, 0 to 1; null where targets are
    /// values.</summary>
    /// <remarks>The F1 score of a class is the harmonic mean of its precision and its recall.</remarks>
    public double? MacroF1 => Confusion?.MeanF1();

    /// <summary>The area under the ROC curve, 0 to 1: how probably an output whose label is class 1 gives that class more than one whose
    /// label is class 0.</summary>
    /// <value>Null unless there are two classes and both are labels.</value>
    public double? RocAuc { get; internal init; }

    /// <summary>The average precision for class 1, 0 to 1: the area under the steps of precision over recall.</summary>
    /// <value>Null unless there are two classes and both are labels.</value>
    public double? AveragePrecision { get; internal init; }

    /// <summary>The mean of the squared differences between outputs and targets, in the unit that the loss sees; null where targets are
    /// classes.</summary>
    public double? MeanSquaredError { get; internal init; }

    /// <summary>The mean of the absolute differences between outputs and targets, in the unit that the loss sees; null where targets are
    /// classes.</summary>
    public double? MeanAbsoluteError { get; internal init; }

    /// <summary>How often each class was predicted where each was the label; null where targets are values.</summary>
    public ConfusionMatrix? Confusion { get; }

    /// <summary>Loss, accuracy and <see cref="TrainerOptions.Metric"/> on a line, and below it the confusion matrix.</summary>
    public override string ToString() => Confusion is null
        ? FormattableString.Invariant($"{Line} ({Count:N0} outputs)")
        : FormattableString.Invariant($"{Line} ({Correct:N0} of {Count:N0}){Environment.NewLine}{Confusion}");

    /// <summary>The figure by which the trainer compares epochs, for the text.</summary>
    internal Metric? Metric { get; init; }

    /// <summary>Loss, accuracy, and the chosen figure where it is another one.</summary>
    internal string Line
    {
        get
        {
            var summary = Summary(Loss, Accuracy);
            return Metric == Metric.Loss || Metric == Metric.Accuracy || Metric?.Of(this) is not { } figure
                ? summary
                : FormattableString.Invariant($"{summary}, {Metric} {figure:F4}");
        }
    }

    internal static double? Share(int? correct, int count) => count == 0 ? null : (double?)correct / count;

    internal static string Summary(double loss, double? accuracy) =>
        FormattableString.Invariant($"loss {loss:F4}") + (accuracy is { } share ? $", accuracy {Percent(share)}" : "");

    internal static string Percent(double share) => FormattableString.Invariant($"{100 * share:F2} %");
}
