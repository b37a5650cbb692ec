namespace LiquidNet.Data.Sets;

/// <summary>What a set gives only for whole series, kept so that parts of them are read without allocating.</summary>
sealed class SeriesTracks
{
    readonly float[][] timespans;
    readonly int[][] labels;
    readonly float[][] weights;

    public SeriesTracks(SequenceSet series)
    {
        series.CheckCount(nameof(series));
        var hasLabels = series.TargetKind is TargetKind.SequenceLabel or TargetKind.StepLabels;
        (timespans, labels, weights) = (new float[series.Count][], new int[series.Count][], new float[series.Count][]);
        for (var index = 0; index < series.Count; index++)
        {
            timespans[index] = new float[series.StepsOf(index)];
            series.ReadTimespans(index, timespans[index]);
            var targets = series.HasWeightPerStep ? timespans[index].Length : 1;
            labels[index] = new int[hasLabels ? targets : 0];
            if (hasLabels)
                series.ReadLabels(index, labels[index]);
            weights[index] = new float[series.IsWeighted ? targets : 0];
            if (series.IsWeighted)
                series.ReadWeights(index, weights[index]);
        }

        AreWeighted = Array.Exists(weights, track => track.AsSpan().ContainsAnyExcept(1f));
    }

    /// <summary>The timespans of one series.</summary>
    public ReadOnlySpan<float> TimespansOf(int series) => timespans[series];

    /// <summary>The timespans of a segment.</summary>
    public ReadOnlySpan<float> TimespansOf(Segment segment) => Part(timespans[segment.Series], segment);

    /// <summary>The classes of a segment, or the one of its series.</summary>
    public ReadOnlySpan<int> LabelsOf(Segment segment) => Part(labels[segment.Series], segment);

    /// <summary>The weights of a segment's targets, or the one of its series.</summary>
    public ReadOnlySpan<float> WeightsOf(Segment segment) => Part(weights[segment.Series], segment);

    /// <summary>What one step counts, as its series does where there is no weight per step.</summary>
    public float WeightOf(int series, int step) =>
        weights[series] is { Length: > 0 } track ? track[Math.Min(step, track.Length - 1)] : 1;

    /// <summary>Whether weights differ from 1.</summary>
    public bool AreWeighted { get; }

    static ReadOnlySpan<T> Part<T>(T[] track, Segment segment) =>
        track.Length <= 1 ? track : track.AsSpan(segment.Start, segment.Length);
}
