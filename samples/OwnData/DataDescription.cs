using System.Globalization;
using LiquidNet.Data;

namespace LiquidNet.Samples;

/// <summary>What a table holds.</summary>
static class DataDescription
{
    /// <summary>How many sequences and rows, and how time passes.</summary>
    public static string Summary(SequenceTable table, TimeScale scale)
    {
        var lengths = Enumerable.Range(0, table.Count).Select(table.LengthOf).ToArray();
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{table.Count:N0} {(table.Count == 1 ? "sequence" : "sequences")}, {lengths.Sum(length => (long)length):N0} rows");
        if (table.Count > 1)
            text += string.Create(CultureInfo.InvariantCulture, $" ({lengths.Min():N0} to {lengths.Max():N0} in each)");
        var times = Enumerable.Range(0, table.Count).SelectMany(index => table.TimesOf(index)).ToArray();
        if (times.Length == 0)
            return text + ", at equal times";
        text += $", {(scale.HasDates ? "" : "time ")}{scale.ForPeople(times.Min())} to {scale.ForPeople(times.Max())}";
        var steps = Steps(table);
        return steps.Length == 0 ? text : $"{text}, {StepDescription.Of(steps, scale.Unit)}";
    }

    /// <summary>What to do where steps are far from the unit of time; null where they are not.</summary>
    public static string? Advice(SequenceTable table, TimeScale scale) =>
        Steps(table) is { Length: > 0 } steps ? StepDescription.Advice(steps, scale.Unit) : null;

    /// <summary>A line for each feature.</summary>
    public static ResultTable Features(SequenceTable table)
    {
        var values = new List<float>[table.Features];
        for (var feature = 0; feature < values.Length; feature++)
            values[feature] = [];
        for (var index = 0; index < table.Count; index++)
        {
            var matrix = table.ToSequence(index).Values;
            for (var feature = 0; feature < values.Length; feature++)
                values[feature].AddRange(matrix.Column(feature));
        }

        var standard = Standardization.Fit(table);
        var shown = new ResultTable(
            "column", new("missing, %", "F1"), new("mean", "G4"), new("deviation", "G4"), new("least", "G4"), new("most", "G4"));
        for (var feature = 0; feature < values.Length; feature++)
        {
            var known = values[feature].Where(value => !float.IsNaN(value)).DefaultIfEmpty(float.NaN).ToArray();
            shown.Add(
                table.FeatureNames[feature], 100.0 * values[feature].Count(float.IsNaN) / values[feature].Count, standard.Mean[feature],
                standard.StandardDeviation[feature], known.Min(), known.Max());
        }

        return shown;
    }

    static double[] Steps(SequenceTable table) =>
        [.. Enumerable.Range(0, table.Count).Select(table.TimesOf)
            .SelectMany(times => times.Zip(times.Skip(1), (one, next) => next - one))];
}
