using System.Globalization;

namespace LiquidNet.Samples;

/// <summary>How well scores put the one of two classes before the other, told with the names of the classes.</summary>
static class ClassRanking
{
    /// <summary>Says what an area is an area for.</summary>
    /// <param name="classes">The names of two classes; figures of an evaluation are for the second, class 1.</param>
    /// <param name="rocAuc">The area under the ROC curve.</param>
    /// <param name="averagePrecision">The average precision.</param>
    /// <param name="share">The share of class 1 among the labels, which is the average precision of scores by chance.</param>
    public static string Of(IReadOnlyList<string> classes, double rocAuc, double averagePrecision, double share) => string.Create(
        CultureInfo.InvariantCulture,
        $"ROC AUC {rocAuc:F3}: so often one labelled \"{classes[1]}\" gets a higher score for that class than one labelled "
        + $"\"{classes[0]}\"; 0.5 is chance. "
        + $"Average precision {averagePrecision:F3} for the class \"{classes[1]}\" (class 1; \"{classes[0]}\" is class 0): chance has "
        + $"{share:F3}, the share of \"{classes[1]}\" on the test part.");
}
