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

    /// <summary>How often each class was predicted where each was the label; null where targets are values.</summary>
    public ConfusionMatrix? Confusion { get; }

    /// <summary>Loss and accuracy on a line, and below it the confusion matrix.</summary>
    public override string ToString()
    {
        var summary = Summary(Loss, Accuracy);
        return Confusion is null
            ? FormattableString.Invariant($"{summary} ({Count:N0} outputs)")
            : FormattableString.Invariant($"{summary} ({Correct:N0} of {Count:N0}){Environment.NewLine}{Confusion}");
    }

    internal static double? Share(int? correct, int count) => count == 0 ? null : (double?)correct / count;

    internal static string Summary(double loss, double? accuracy) =>
        FormattableString.Invariant($"loss {loss:F4}") + (accuracy is { } share ? $", accuracy {Percent(share)}" : "");

    internal static string Percent(double share) => FormattableString.Invariant($"{100 * share:F2} %");
}
