using System.Globalization;

namespace LiquidNet.Training;

/// <summary>How well a network does on a set it is not learning from.</summary>
public sealed record Evaluation
{
    // Wider tables break the lines of most consoles.
    const int LargestPrintedTable = 20;

    internal Evaluation(double loss, int correct, int judged, ConfusionMatrix? confusion)
    {
        Loss = loss;
        Correct = correct;
        Count = judged;
        Confusion = confusion;
    }

    /// <summary>The mean loss over all judged outputs.</summary>
    public double Loss { get; }

    /// <summary>For classes: how many answers were right.</summary>
    public int Correct { get; }

    /// <summary>How many outputs had a truth to compare with.</summary>
    public int Count { get; }

    /// <summary>The share of right answers, 0 to 1; null where the truth is values.</summary>
    public double? Accuracy => Confusion is null ? null : (double)Correct / Count;

    /// <summary>How often each class was answered where each was right; null where the truth is values.</summary>
    public ConfusionMatrix? Confusion { get; }

    /// <summary>Loss and accuracy on a line, and below it the confusion matrix where it has at most 20 classes.</summary>
    public override string ToString()
    {
        var summary = Summary(Loss, Accuracy);
        if (Confusion is null)
            return string.Create(CultureInfo.InvariantCulture, $"{summary} ({Count:N0} judged)");
        var table = Confusion.Classes <= LargestPrintedTable ? Environment.NewLine + Confusion : "";
        return string.Create(CultureInfo.InvariantCulture, $"{summary} ({Correct:N0} of {Count:N0}){table}");
    }

    internal static string Summary(double loss, double? accuracy) =>
        string.Create(CultureInfo.InvariantCulture, $"loss {loss:F4}") + (accuracy is { } share ? $", accuracy {Percent(share)}" : "");

    internal static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F2} %");
}
