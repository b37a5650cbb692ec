using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace LiquidNet.Training;

/// <summary>How often each class was answered where each class was right.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ConfusionMatrix
{
    readonly int[,] counts;

    internal ConfusionMatrix(int[,] counts) => this.counts = counts;

    /// <summary>How many classes there are.</summary>
    public int Classes => counts.GetLength(0);

    /// <summary>How often a class was answered where another, or the same, was right.</summary>
    /// <param name="label">The right class, 0 to <see cref="Classes"/> - 1.</param>
    /// <param name="answer">The answered class, 0 to <see cref="Classes"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such class.</exception>
    public int this[int label, int answer] => counts[label, answer];

    /// <summary>How often a class was right.</summary>
    /// <param name="label">The class, 0 to <see cref="Classes"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such class.</exception>
    public int CountOf(int label)
    {
        var count = 0;
        for (var answer = 0; answer < Classes; answer++)
            count += counts[label, answer];
        return count;
    }

    /// <summary>How often a class was answered where it was right, 0 to 1: its recall.</summary>
    /// <param name="label">The class, 0 to <see cref="Classes"/> - 1.</param>
    /// <returns>Null where the class never was right.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such class.</exception>
    public double? AccuracyOf(int label) => CountOf(label) is var count and > 0 ? (double)counts[label, label] / count : null;

    /// <summary>A table: a row per right class, a column per answer, and the accuracy of each class.</summary>
    public override string ToString()
    {
        var largest = counts.Cast<int>().Max();
        var width = Math.Max(largest, Classes - 1).ToString(CultureInfo.InvariantCulture).Length + 2;
        var table = new StringBuilder("label \\ answer".PadRight(16));
        for (var answer = 0; answer < Classes; answer++)
            table.Append(answer.ToString(CultureInfo.InvariantCulture).PadLeft(width));
        table.Append("   accuracy");
        for (var label = 0; label < Classes; label++)
        {
            table.AppendLine().Append(label.ToString(CultureInfo.InvariantCulture).PadLeft(14)).Append("  ");
            for (var answer = 0; answer < Classes; answer++)
                table.Append(counts[label, answer].ToString(CultureInfo.InvariantCulture).PadLeft(width));
            table.Append(AccuracyOf(label) is { } accuracy ? Evaluation.Percent(accuracy).PadLeft(11) : "-".PadLeft(11));
        }

        return table.ToString();
    }
}
