namespace LiquidNet.Data.Sets;

/// <summary>Targets that are features of later steps.</summary>
/// <param name="Values">The values of each series, step after step [time x outputs].</param>
/// <param name="Names">What each output is called; empty where features have no names.</param>
/// <param name="Features">Which features are forecast; each horizon has all of them in this order.</param>
/// <param name="Ahead">How many steps ahead each horizon is.</param>
/// <param name="HasGaps">Whether some are not known.</param>
sealed record Forecast(
    float[][] Values, IReadOnlyList<string> Names, IReadOnlyList<int> Features, IReadOnlyList<int> Ahead, bool HasGaps)
{
    /// <summary>Numbers at a step.</summary>
    public int Outputs => Features.Count * Ahead.Count;

    /// <summary>Reads features of series so many steps ahead, but not of steps that count nothing.</summary>
    public static Forecast Of(SequenceSet series, SeriesTracks tracks, IReadOnlyList<int> features, IReadOnlyList<int> ahead)
    {
        var outputs = features.Count * ahead.Count;
        var values = new float[series.Count][];
        var all = new float[series.Features];
        for (var index = 0; index < series.Count; index++)
        {
            var length = series.StepsOf(index);
            if (length > Array.MaxLength / outputs)
                throw SetLimits.TooLong(index, length, Array.MaxLength / outputs);
            values[index] = new float[length * outputs];
            values[index].AsSpan().Fill(float.NaN);
            for (var step = 0; step < length; step++)
            {
                if (tracks.WeightOf(index, step) == 0)
                    continue;
                Array.Clear(all);
                series.ReadStep(index, step, all);
                Write(values[index], step, all, features, ahead);
            }
        }

        return new(values, NamesOf(series, features, ahead), features, ahead, values.Any(HasGapsIn));

        // What the last steps are to forecast is not known, and no window has them.
        bool HasGapsIn(float[] numbers) =>
            Array.FindIndex(numbers, float.IsNaN) is >= 0 and var first && first < numbers.Length - ahead.Max() * outputs;
    }

    /// <summary>The targets of one step of a series.</summary>
    public ReadOnlySpan<float> At(int series, int step) => Values[series].AsSpan(step * Outputs, Outputs);

    /// <summary>Gives what was seen at a step to the steps before it that are to forecast it.</summary>
    static void Write(float[] values, int step, float[] seen, IReadOnlyList<int> features, IReadOnlyList<int> ahead)
    {
        for (var horizon = 0; horizon < ahead.Count; horizon++)
        {
            var place = (step - ahead[horizon]) * ahead.Count + horizon;
            for (var feature = 0; step >= ahead[horizon] && feature < features.Count; feature++)
                values[place * features.Count + feature] = seen[features[feature]];
        }
    }

    static string[] NamesOf(SequenceSet series, IReadOnlyList<int> features, IReadOnlyList<int> ahead) => series.FeatureNames.Count == 0
        ? []
        : [.. ahead.SelectMany(steps => features.Select(
            feature => FormattableString.Invariant($"{series.FeatureNames[feature]} +{steps}")))];
}
