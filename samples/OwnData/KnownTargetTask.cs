using LiquidNet.Data;

namespace LiquidNet.Samples;

/// <summary>Classes or values that stand in the table: other sequences test than train, or later rows of a single one.</summary>
sealed class KnownTargetTask : TableTask
{
    const int FewestSequences = 5;

    readonly SequenceSet test;
    readonly Dictionary<string, int> places;

    public KnownTargetTask(SequenceTable table, SampleOptions options)
        : base(table, options)
    {
        (Training, Validation, test) = table.Count >= FewestSequences ? BySequence(table) : ByTime(table, options.Length);
        places = table.Ids.Index().ToDictionary(id => id.Item, id => id.Index);
        Description = $"{string.Join(", ", options.Targets.Append(options.Label ?? options.Labels).OfType<string>())}, "
            + $"{(table.TargetKind == TargetKind.SequenceLabel ? "a class for each sequence" : "at every row")}, "
            + $"from {FeatureCount}";
    }

    public override SequenceSet Training { get; }

    public override SequenceSet Validation { get; }

    public override SequenceSet? TestClasses => IsClasses ? test : null;

    public override string Description { get; }

    public override string BaselineName => IsClasses ? "most frequent class" : "mean";

    public override IReadOnlyList<Prediction> Predict(LiquidNetwork network)
    {
        if (Table.TargetKind == TargetKind.SequenceLabel)
        {
            var classes = network.Classify(test);
            return Collect((sequence, _, _) => classes[sequence]);
        }

        if (IsClasses)
        {
            var classes = network.Predict(test);
            return Collect((sequence, step, _) => classes[sequence][step]);
        }

        var outputs = network.Forward(test);
        return Collect((sequence, step, output) => outputs[sequence][step, output]);
    }

    public override IReadOnlyList<Prediction> Baseline()
    {
        if (!IsClasses)
        {
            var means = Standardization.FitTargets(Training).Mean;
            return Collect((_, _, output) => means[output]);
        }

        var labels = Enumerable.Range(0, Training.Count).SelectMany(index => LabelsOf(Training.ToSequence(index)));
        var frequent = labels.Where(label => label >= 0).CountBy(label => label).MaxBy(count => count.Value).Key;
        return Collect((_, _, _) => frequent);
    }

    static (SequenceSet, SequenceSet, SequenceSet) BySequence(SequenceTable table)
    {
        var (training, rest) = Split(table, TrainingShare);
        var (validation, test) = Split(rest, ValidationShare / (1 - TrainingShare));
        return (training, validation, test);

        static (SequenceSet, SequenceSet) Split(SequenceSet set, double share) =>
            set.TargetKind == TargetKind.SequenceLabel ? set.SplitStratified(share) : set.Split(share);
    }

    static (SequenceSet, SequenceSet, SequenceSet) ByTime(SequenceTable table, int length)
    {
        var (training, rest) = table.SplitByTime(TrainingShare);
        var (validation, test) = rest.SplitByTime(ValidationShare / (1 - TrainingShare));
        return (SequenceWindows.Of(training, length, Math.Max(1, length / 4)), SequenceWindows.Of(validation, length), test);
    }

    List<Prediction> Collect(Func<int, int, int, float> predict)
    {
        var predictions = new List<Prediction>();
        for (var index = 0; index < test.Count; index++)
        {
            var sequence = test.ToSequence(index);
            var whole = places[test.IdOf(index)];
            var before = Table.LengthOf(whole) - sequence.Length;
            var labels = LabelsOf(sequence);
            for (var step = 0; step < labels.Count; step++)
            {
                if (labels[step] >= 0)
                {
                    double? time = sequence.Label is null ? TimeOf(whole, before + step) : null;
                    predictions.Add(new(test.IdOf(index), time, "class", labels[step], predict(index, step, 0)));
                }
            }

            for (var step = 0; step < (sequence.Targets?.RowCount ?? 0); step++)
            {
                for (var output = 0; output < test.Outputs; output++)
                {
                    if (!float.IsNaN(sequence.Targets![step, output]))
                    {
                        predictions.Add(new(
                            test.IdOf(index), TimeOf(whole, before + step), OutputNames[output], sequence.Targets[step, output],
                            predict(index, step, output)));
                    }
                }
            }
        }

        return predictions;
    }

    static IReadOnlyList<int> LabelsOf(Sequence sequence) => sequence.Labels ?? (sequence.Label is { } label ? [label] : []);
}
