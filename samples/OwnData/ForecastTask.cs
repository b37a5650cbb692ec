using System.Globalization;
using LiquidNet.Data;

namespace LiquidNet.Samples;

/// <summary>Coming values of some columns: earlier rows train, later ones choose, the last ones test.</summary>
sealed class ForecastTask : TableTask
{
    readonly int ahead;
    readonly int period;
    readonly int[] columns;
    readonly SequenceWindows windows;
    readonly Sequence[] series;

    public ForecastTask(SequenceTable table, SampleOptions options)
        : base(table, options)
    {
        (ahead, period) = (options.Ahead, options.Period);
        columns = [.. options.Forecast.Select(column => table.FeatureNames.ToList().IndexOf(column))];
        var (training, validation, _) = table.SplitByTime(TrainingShare, ValidationShare);
        windows = Windows(training);
        Validation = Windows(validation);
        series = [.. Enumerable.Range(0, table.Count).Select(table.ToSequence)];
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(", ", options.Forecast)}, {ahead} {(ahead == 1 ? "row" : "rows")} ahead, from {FeatureCount}");

        SequenceWindows Windows(SequenceSet part)
        {
            var longest = Enumerable.Range(0, part.Count).Max(part.LengthOf);
            var length = Math.Clamp(longest - ahead, 1, options.Length);
            return SequenceWindows.Of(part, length, Math.Max(1, length / 16)).Forecast(options.Forecast, [ahead]);
        }
    }

    public override SequenceSet Training => windows;

    public override SequenceWindows Forecast => windows;

    public override SequenceSet Validation { get; }

    public override string Description { get; }

    public override string BaselineName => period == 1
        ? "persistence"
        : string.Create(CultureInfo.InvariantCulture, $"the value {period} rows before");

    /// <summary>A network goes through whole series, as a stream would; what counts is the last part.</summary>
    public override IReadOnlyList<Prediction> Predict(LiquidNetwork network)
    {
        var outputs = network.Forward(series);
        return Collect((sequence, step, column) => outputs[sequence][step, column]);
    }

    /// <summary>What was seen last, or last at the same place of a period.</summary>
    public override IReadOnlyList<Prediction> Baseline() => Collect((sequence, step, column) =>
    {
        var values = series[sequence].Values;
        var seen = step + ahead - (ahead + period - 1) / period * period;
        while (seen >= 0 && float.IsNaN(values[seen, columns[column]]))
            seen -= period;
        return seen < 0 ? 0 : values[seen, columns[column]];
    });

    List<Prediction> Collect(Func<int, int, int, float> predict)
    {
        var predictions = new List<Prediction>();
        for (var sequence = 0; sequence < series.Length; sequence++)
        {
            var values = series[sequence].Values;
            var first = (int)Math.Round(values.RowCount * (TrainingShare + ValidationShare), MidpointRounding.AwayFromZero);
            for (var row = Math.Max(first, ahead); row < values.RowCount; row++)
            {
                for (var column = 0; column < columns.Length; column++)
                {
                    if (!float.IsNaN(values[row, columns[column]]))
                    {
                        predictions.Add(new(
                            Table.Ids[sequence], TimeOf(sequence, row), OutputNames[column], values[row, columns[column]],
                            predict(sequence, row - ahead, column)));
                    }
                }
            }
        }

        return predictions;
    }
}
