using System.Globalization;
using LiquidNet.Training;
using Spectre.Console;

namespace LiquidNet.Samples;

/// <summary>Shows what an evaluation came to.</summary>
static class ResultTables
{
    // Names of classes head columns of counts, which are as narrow as this.
    const int HeadingLength = 4;

    public static void Write(IAnsiConsole console, Evaluation evaluation)
    {
        var matrix = evaluation.Confusion!;
        console.WriteLine();
        console.Write(PerClass(matrix));
        console.WriteLine("Confusion matrix: rows are labels, columns are predictions.");
        console.Write(Confusion(matrix));
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Test: loss {evaluation.Loss:F4}, accuracy {100 * evaluation.Accuracy:F2} % " +
            $"({evaluation.Correct:N0} of {evaluation.Count:N0})"));
    }

    static Table PerClass(ConfusionMatrix matrix)
    {
        var table = NewTable("class").AddColumn(Right("right")).AddColumn(Right("of")).AddColumn(Right("accuracy"));
        for (var label = 0; label < matrix.Classes; label++)
        {
            table.AddRow(
                matrix.ClassNames[label], Text(matrix[label, label]), Text(matrix.CountOf(label)), Percent(matrix.AccuracyOf(label)));
        }

        return table;
    }

    static Table Confusion(ConfusionMatrix matrix)
    {
        var table = NewTable("");
        foreach (var name in matrix.ClassNames)
            table.AddColumn(Right(name[..Math.Min(HeadingLength, name.Length)]));
        for (var label = 0; label < matrix.Classes; label++)
        {
            table.AddRow(
                [matrix.ClassNames[label], .. Enumerable.Range(0, matrix.Classes).Select(prediction => Text(matrix[label, prediction]))]);
        }

        return table;
    }

    static Table NewTable(string firstHeading) =>
        new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(firstHeading).NoWrap().PadLeft(0));

    static TableColumn Right(string heading) => new TableColumn(heading).RightAligned().NoWrap().PadLeft(0);

    static string Percent(double? share) => share is { } some ? string.Create(CultureInfo.InvariantCulture, $"{100 * some:F1} %") : "-";

    static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);
}
