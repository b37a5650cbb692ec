using LiquidNet.Checks;
using LiquidNet.Data.Sets;

namespace LiquidNet.Data;

/// <summary>Long series cut into windows, each a sequence to learn from. Only targets and timespans are copied.</summary>
/// <remarks>A window has the targets of its series at its steps, or after its last step. With <see cref="Forecast(string, int)"/>, targets
/// are later values of the series itself, weighted like the step that they are forecast from; a value whose own step has weight zero does
/// not count. Split series by time before cutting them into windows, so that no step is in both parts
/// (<see cref="SequenceTable.SplitAt(double)"/>, <see cref="SequenceSplits"/>).</remarks>
public sealed class SequenceWindows : SequenceSet
{
    readonly SequenceSet source;
    readonly SeriesTracks tracks;
    readonly WindowPlan plan;
    readonly Segment[] segments;
    readonly Forecast? forecast;

    internal SequenceWindows(
        SequenceSet source, SeriesTracks tracks, Segment[] segments, WindowPlan plan = default, Forecast? forecast = null)
    {
        (this.source, this.tracks, this.segments, this.plan, this.forecast) = (source, tracks, segments, plan, forecast);
        Series = Array.AsReadOnly(Array.ConvertAll(segments, segment => segment.Series));
        Starts = Array.AsReadOnly(Array.ConvertAll(segments, segment => segment.Start));
    }

    /// <summary>The index of the series that each window is cut from [<see cref="Count"/>]; <see cref="SequenceSet.Ids"/> has its
    /// id.</summary>
    public IReadOnlyList<int> Series { get; }

    /// <summary>The step of its series at which each window starts [<see cref="Count"/>].</summary>
    public IReadOnlyList<int> Starts { get; }

    /// <inheritdoc/>
    public override int Count => segments.Length;

    /// <inheritdoc/>
    public override int Features => source.Features;

    /// <inheritdoc/>
    public override TargetKind TargetKind => forecast is null ? source.TargetKind : TargetKind.StepValues;

    /// <inheritdoc/>
    public override int Classes => forecast is null ? source.Classes : 0;

    /// <inheritdoc/>
    public override int Outputs => forecast?.Outputs ?? source.Outputs;

    /// <inheritdoc/>
    public override bool IsConstantOverTime => source.IsConstantOverTime;

    /// <inheritdoc/>
    public override bool IsWeighted => (plan.WarmUp > 0 && HasWeightPerStep)
        || (forecast is null ? source.IsWeighted : forecast.HasGaps || tracks.AreWeighted);

    /// <inheritdoc/>
    public override IReadOnlyList<string> FeatureNames => source.FeatureNames;

    /// <inheritdoc/>
    public override TimeSpan? TimeUnit => source.TimeUnit;

    /// <summary>The names of the classes or target values; for a forecast, those of its columns with the steps ahead, such as
    /// <c>power +1</c>.</summary>
    public override IReadOnlyList<string> OutputNames => forecast?.Names ?? source.OutputNames;

    /// <summary>Cuts series into windows with a given number of steps.</summary>
    /// <param name="series">The series. Those shorter than a window are left out, and so are remaining steps at the end of a
    /// series.</param>
    /// <param name="length">Steps in a window, at least 1.</param>
    /// <param name="stride">Steps from the beginning of a window to that of the next, at least 1; null for the length less the warm-up, so
    /// that no step counts in two windows.</param>
    /// <param name="warmUp">The first steps of every window that are read but whose targets do not count, in neither training nor
    /// evaluation: the network knows what came before when it is first asked, as in a stream. Zero (the default) or more, and fewer than
    /// the length; without effect on targets after the last step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length or stride is below 1, or the warm-up not below the length.</exception>
    /// <exception cref="ArgumentException">No series is long enough.</exception>
    public static SequenceWindows Of(SequenceSet series, int length, int? stride = null, int warmUp = 0)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride ?? 1, 1, nameof(stride));
        Require.Between(warmUp, 0, length - 1, "The warm-up", $"a window has {Counted.Of(length, "step")}", nameof(warmUp));
        return Of(series, new(length, stride ?? length - warmUp, warmUp, IsTime: false));
    }

    /// <summary>Cuts one series into windows with a given number of steps.</summary>
    /// <param name="series">The series.</param>
    /// <param name="length">Steps in a window, at least 1.</param>
    /// <param name="stride">Steps from the beginning of a window to that of the next, at least 1; null for the length less the
    /// warm-up.</param>
    /// <param name="warmUp">The first steps of every window that are read but whose targets do not count; zero (the default) or more, and
    /// fewer than the length.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length or stride is below 1, or the warm-up not below the length.</exception>
    /// <exception cref="ArgumentException">The series is not long enough.</exception>
    public static SequenceWindows Of(Sequence series, int length, int? stride = null, int warmUp = 0) =>
        Of(SequenceSet.Of([series]), length, stride, warmUp);

    /// <summary>Cuts series into windows of equal duration, however many steps they contain.</summary>
    /// <param name="series">The series.</param>
    /// <param name="length">How long a window lasts, in the unit of the timespans; above zero.</param>
    /// <param name="stride">The time from the beginning of a window to that of the next, above zero; null for the length less the
    /// warm-up.</param>
    /// <param name="warmUp">How long, from its beginning, a window is read without its targets counting; zero (the default) or more, and
    /// below the length.</param>
    /// <remarks>The first window of a series starts with its first step. The last may be shorter, at the end of the series; a window
    /// without a step after its warm-up is left out.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A time is not above zero and finite, or the warm-up not below the length.</exception>
    /// <exception cref="ArgumentException">No series has a step after the warm-up.</exception>
    public static SequenceWindows OfTime(SequenceSet series, float length, float? stride = null, float warmUp = 0)
    {
        ArgumentNullException.ThrowIfNull(series);
        Require.Positive(length, "The length of a window", nameof(length));
        Require.Between(
            warmUp, 0, MathF.BitDecrement(length), "The warm-up", FormattableString.Invariant($"a window lasts {length}"), nameof(warmUp));
        Require.Positive(stride ?? length - warmUp, "The time between windows", nameof(stride));
        return Of(series, new(length, stride ?? length - warmUp, warmUp, IsTime: true));
    }

    /// <summary>The same windows as a forecasting task: the target at every step is the value that a feature has some steps
    /// later.</summary>
    /// <param name="column">The name of the feature, which the windows keep.</param>
    /// <param name="ahead">How many steps later, at least 1; 1 by default. A window ends at the last step whose target is known.</param>
    /// <returns>Windows with a target value at every step, <c>NaN</c> where the feature is missing.</returns>
    /// <exception cref="ArgumentException">There is no feature with this name, or no series is long enough.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ahead"/> is below 1.</exception>
    public SequenceWindows Forecast(string column, int ahead = 1) => Forecast([column], [ahead]);

    /// <summary>The same windows as a forecasting task for a feature given by its index.</summary>
    /// <param name="feature">The feature, 0..<see cref="Features"/> - 1.</param>
    /// <param name="ahead">How many steps later, at least 1; 1 by default.</param>
    /// <returns>Windows with a target value at every step, <c>NaN</c> where the feature is missing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature, or <paramref name="ahead"/> is below 1.</exception>
    /// <exception cref="ArgumentException">No series is long enough.</exception>
    public SequenceWindows Forecast(int feature, int ahead = 1)
    {
        Require.Between(feature, 0, Features - 1, "The feature", $"the series have {Features}", nameof(feature));
        return Forecast([feature], [ahead]);
    }

    /// <summary>The same windows as a forecasting task for several features at several horizons.</summary>
    /// <param name="columns">The names of the features, at least one.</param>
    /// <param name="ahead">How many steps later, each at least 1.</param>
    /// <returns>Windows with target values at every step [columns times horizons], all columns of the first horizon first; <c>NaN</c> where
    /// a feature is missing.</returns>
    /// <exception cref="ArgumentException">There is no feature with a given name, no series is long enough, or a list is empty or has an
    /// item twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of steps is below 1.</exception>
    public SequenceWindows Forecast(IReadOnlyList<string> columns, IReadOnlyList<int> ahead)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(ahead);
        Require.NoneTwice(columns, "The list of columns", nameof(columns));
        return Forecast([.. columns.Select(PlaceOf)], [.. ahead]);
    }

    /// <summary>The id of the series of a window.</summary>
    /// <param name="index">The window, 0..<see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such window.</exception>
    public override string IdOf(int index) => source.IdOf(At(index).Series);

    /// <inheritdoc/>
    public override int LengthOf(int index) => At(index).Length;

    /// <inheritdoc/>
    public override void ReadStep(int index, int step, Span<float> features)
    {
        var segment = At(index);
        CheckStep(step, segment.Length);
        source.ReadStep(segment.Series, segment.Start + step, features);
    }

    /// <inheritdoc/>
    public override void ReadTimespans(int index, Span<float> timespans) =>
        Copy(tracks.TimespansOf(At(index)), timespans, nameof(timespans));

    /// <inheritdoc/>
    public override void ReadLabels(int index, Span<int> labels)
    {
        if (TargetKind is TargetKind.SequenceLabel or TargetKind.StepLabels)
            Copy(tracks.LabelsOf(At(index)), labels, nameof(labels));
        else
            base.ReadLabels(index, labels);
    }

    /// <inheritdoc/>
    public override void ReadTargets(int index, int step, Span<float> targets)
    {
        var segment = At(index);
        if (TargetKind == TargetKind.StepValues)
            CheckStep(step, segment.Length);
        if (forecast is null)
            source.ReadTargets(segment.Series, TargetKind == TargetKind.StepValues ? segment.Start + step : 0, targets);
        else
            Copy(forecast.At(segment.Series, segment.Start + step), targets, nameof(targets));
    }

    /// <inheritdoc/>
    public override void ReadWeights(int index, Span<float> weights)
    {
        var segment = At(index);
        if (!source.IsWeighted)
            base.ReadWeights(index, weights);
        else if (forecast is not null && !source.HasWeightPerStep)
            weights.Fill(tracks.WeightsOf(segment)[0]);
        else
            Copy(tracks.WeightsOf(segment), weights, nameof(weights));
        if (HasWeightPerStep)
            weights[..segment.WarmUp].Clear();
    }

    /// <inheritdoc/>
    public override SequenceSet ForEpoch(int epoch) => source.ForEpoch(epoch) is var augmented && ReferenceEquals(augmented, source)
        ? this
        : new SequenceWindows(augmented, tracks, segments, plan, forecast);

    internal override SequenceOrigin OriginOf(int index)
    {
        var (segment, series) = (segments[index], source.OriginOf(segments[index].Series));
        return series with { Start = series.Start + segment.Start, End = series.Start + segment.Start + segment.Length };
    }

    /// <summary>Which feature each output forecasts; null where nothing is forecast.</summary>
    internal IReadOnlyList<int>? Forecasts => forecast is null
        ? null
        : [.. Enumerable.Range(0, forecast.Outputs).Select(output => forecast.Features[output % forecast.Features.Count])];

    /// <summary>How many steps ahead each output forecasts; null where nothing is forecast.</summary>
    internal IReadOnlyList<int>? StepsAhead => forecast is null
        ? null
        : [.. forecast.Ahead.SelectMany(ahead => Enumerable.Repeat(ahead, forecast.Features.Count))];

    static SequenceWindows Of(SequenceSet series, WindowPlan plan)
    {
        var tracks = new SeriesTracks(series);
        return new(series, tracks, plan.Cut(series, tracks, ahead: 0), plan);
    }

    SequenceWindows Forecast(int[] features, int[] ahead)
    {
        if (features.Length == 0 || ahead.Length == 0)
            throw new ArgumentException("A forecast expects at least one column and one number of steps.", nameof(ahead));
        foreach (var steps in ahead)
            ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(ahead));
        Require.NoneTwice(ahead, "The list of numbers of steps", nameof(ahead));
        return new(
            source, tracks, plan.Cut(source, tracks, ahead.Max()), plan, Sets.Forecast.Of(source, tracks, features, ahead));
    }

    int PlaceOf(string column)
    {
        for (var feature = 0; feature < FeatureNames.Count; feature++)
        {
            if (FeatureNames[feature] == column)
                return feature;
        }

        throw new ArgumentException($"There is no feature '{column}'; they are {string.Join(", ", FeatureNames)}.", nameof(column));
    }

    Segment At(int index)
    {
        CheckIndex(index);
        return segments[index];
    }

    static void Copy<T>(ReadOnlySpan<T> values, Span<T> destination, string parameterName)
    {
        CheckLength(destination.Length, values.Length, parameterName);
        values.CopyTo(destination);
    }
}
