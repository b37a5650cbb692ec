using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using LiquidNet.Checks;

namespace LiquidNet.Training;

/// <summary>Counts how often each class was predicted for each label.</summary>
/// <remarks>Memory grows with the pairs that occur, not with the square of the number of classes.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ConfusionMatrix
{
    // Wider tables break the lines of most consoles.
    const int LargestTable = 20;

    readonly Dictionary<(int Label, int Predicted), long> counts = [];
    readonly Dictionary<int, long> labelCounts = [];

    internal ConfusionMatrix(int classes, IReadOnlyList<string> names)
    {
        Classes = classes;
        ClassNames = names;
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>The names of the classes, taken from the network.</summary>
    /// <value>Empty if the classes have no names.</value>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How often a class was predicted where a given class was the label.</summary>
    /// <param name="label">The label, 0 to <see cref="Classes"/> - 1.</param>
    /// <param name="predicted">The predicted class, 0 to <see cref="Classes"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long this[int label, int predicted]
    {
        get
        {
            CheckClass(label, nameof(label));
            CheckClass(predicted, nameof(predicted));
            return counts.GetValueOrDefault((label, predicted));
        }
    }

    /// <summary>How often a class was the label.</summary>
    /// <param name="label">The class, 0 to <see cref="Classes"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long CountOf(int label)
    {
        CheckClass(label, nameof(label));
        return labelCounts.GetValueOrDefault(label);
    }

    /// <summary>The recall of a class: the share of its labels that were predicted correctly, 0 to 1.</summary>
    /// <param name="label">The class, 0 to <see cref="Classes"/> - 1.</param>
    /// <returns>Null if the class was never the label.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double? AccuracyOf(int label) => Evaluation.Share(this[label, label], CountOf(label));

    /// <summary>
    /// For up to 20 classes a table: one row per label, one column per prediction, and the recall of each class. For more classes a single
    /// line.
    /// </summary>
    public override string ToString()
    {
        if (Classes > LargestTable)
        {
            return FormattableString.Invariant($"{Classes:N0} classes, of which ")
                + Counted.Of(labelCounts.Count, "occurs as label", "occur as labels");
        }

        var largest = counts.Values.DefaultIfEmpty().Max();
        var width = Math.Max(largest, Classes - 1).ToString(CultureInfo.InvariantCulture).Length + 2;
        var labels = Enumerable.Range(0, Classes).Select(Heading).ToArray();
        var margin = Math.Max(16, labels.Max(heading => heading.Length));
        var table = new StringBuilder("label \\ predicted".PadRight(margin + 2));
        for (var predicted = 0; predicted < Classes; predicted++)
            table.Append(predicted.ToString(CultureInfo.InvariantCulture).PadLeft(width));
        table.Append("   accuracy");
        for (var label = 0; label < Classes; label++)
        {
            table.AppendLine().Append(labels[label].PadLeft(margin)).Append("  ");
            for (var predicted = 0; predicted < Classes; predicted++)
                table.Append(this[label, predicted].ToString(CultureInfo.InvariantCulture).PadLeft(width));
            table.Append((AccuracyOf(label) is { } accuracy ? Evaluation.Percent(accuracy) : "-").PadLeft(11));
        }

        return table.ToString();
    }

    /// <summary>The pairs that occur, and how often.</summary>
    internal IEnumerable<(int Label, int Predicted, long Count)> Entries =>
        counts.Select(entry => (entry.Key.Label, entry.Key.Predicted, entry.Value)).Order();

    /// <summary>The mean recall of the classes that are labels.</summary>
    internal double MeanRecall() => labelCounts.Keys.Order().Average(label => AccuracyOf(label)!.Value);

    /// <summary>The mean F1 score of the classes that are labels or were predicted.</summary>
    internal double MeanF1()
    {
        var predicted = Entries.GroupBy(entry => entry.Predicted, entry => entry.Count)
            .ToDictionary(group => group.Key, group => group.Sum());
        return labelCounts.Keys.Union(predicted.Keys).Order().Average(
            label => 2.0 * this[label, label] / (CountOf(label) + predicted.GetValueOrDefault(label)));
    }

    /// <summary>Counts what another matrix has counted.</summary>
    internal void Add(ConfusionMatrix other)
    {
        foreach (var (label, predicted, count) in other.Entries)
            Add(label, predicted, count);
    }

    /// <summary>Counts predictions. Not safe from several threads at once.</summary>
    internal void Add(int label, int predicted, long count = 1)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(counts, (label, predicted), out _) += count;
        CollectionsMarshal.GetValueRefOrAddDefault(labelCounts, label, out _) += count;
    }

    string Heading(int label) => ClassNames.Count == 0
        ? label.ToString(CultureInfo.InvariantCulture)
        : FormattableString.Invariant($"{ClassNames[label]} {label}");

    void CheckClass(int index, string parameterName)
    {
        if ((uint)index >= (uint)Classes)
            throw new ArgumentOutOfRangeException(parameterName, index, $"The classes are 0 to {Classes - 1}.");
    }
}
