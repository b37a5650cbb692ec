namespace LiquidNet.Data.Tables;

/// <summary>Gathers the readings of one sequence, each in a row of its own, into one step for each time.</summary>
/// <param name="times">Receives the time of each step.</param>
/// <param name="values">Receives what each step has for every column of features; <c>NaN</c> where there is no reading.</param>
/// <param name="schema">What the texts mean.</param>
sealed class Readings(List<double> times, List<float> values, TableSchema schema)
{
    readonly Dictionary<double, int> stepAt = [];
    readonly Dictionary<int, int> countAt = [];

    /// <summary>Adds the reading in the present row, if it is of a feature.</summary>
    public void Add(RowReader row)
    {
        if (row.Variable() is not { } variable)
            return;
        var time = row.Time!.Value;
        if (!stepAt.TryGetValue(time, out var step))
        {
            stepAt[time] = step = times.Count;
            times.Add(time);
            values.AddRange(Enumerable.Repeat(float.NaN, schema.Features.Count));
        }

        var (place, value) = (step * schema.Features.Count + variable, row.Reading(variable));
        if (float.IsNaN(values[place]))
            values[place] = value;
        else if (!float.IsNaN(value))
            values[place] = OneOf(place, value, row, schema.Features[variable]);
    }

    float OneOf(int place, float value, RowReader row, FeatureColumn variable)
    {
        var rule = schema.Columns.Options.Duplicates;
        switch (rule)
        {
            case DuplicateRule.First:
                return values[place];
            case DuplicateRule.Last:
                return value;
            case DuplicateRule.Mean when variable.Categories is null:
                var count = countAt[place] = countAt.GetValueOrDefault(place, 1) + 1;
                return values[place] + (value - values[place]) / count;
            default:
                throw row.ReadingFault(
                    $"there is a reading of {CsvReader.Excerpt(variable.Column)} at this time of its sequence already"
                    + (rule == DuplicateRule.Mean ? ", and categories have no mean" : "")
                    + $"; remove one, or set {nameof(CsvOptions)}.{nameof(CsvOptions.Duplicates)}");
        }
    }
}
