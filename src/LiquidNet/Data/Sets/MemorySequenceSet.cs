namespace LiquidNet.Data.Sets;

/// <summary>Sequences in memory, all with the same features and the same kind of target.</summary>
sealed class MemorySequenceSet : SequenceSet
{
    readonly Sequence[] sequences;

    /// <param name="sequences">At least one.</param>
    /// <param name="ignoresTargets">Whether sequences may have different kinds of targets, because targets will not be read.</param>
    public MemorySequenceSet(Sequence[] sequences, bool ignoresTargets = false)
    {
        if (sequences.Length == 0)
            throw new ArgumentException("A set expects at least one sequence but got none.", nameof(sequences));
        var index = Array.IndexOf(sequences, null);
        if (index >= 0)
            throw new ArgumentException($"Sequence {index} is null.", nameof(sequences));

        var first = sequences[0];
        for (index = 1; index < sequences.Length; index++)
        {
            var sequence = sequences[index];
            Check(sequence.Features, first.Features, "features");
            if (ignoresTargets)
                continue;
            Check(sequence.TargetKind, first.TargetKind, "as kind of target");
            Check(OutputsOf(sequence), OutputsOf(first), "target values");
        }

        this.sequences = sequences;
        if (ignoresTargets)
            return;
        TargetKind = first.TargetKind;
        Outputs = OutputsOf(first);
        Classes = sequences.Max(ClassesOf);
        IsWeighted = sequences.Any(IsWeightedOf);

        void Check<T>(T actual, T expected, string what)
        {
            if (!EqualityComparer<T>.Default.Equals(actual, expected))
            {
                throw new ArgumentException(
                    $"Sequence {index} has {actual} {what} but sequence 0 has {expected}; all sequences of a set must agree.",
                    nameof(sequences));
            }
        }
    }

    public override int Count => sequences.Length;

    public override int Features => sequences[0].Features;

    public override TargetKind TargetKind { get; }

    public override int Classes { get; }

    public override int Outputs { get; }

    public override bool IsWeighted { get; }

    public override int LengthOf(int index) => At(index).Length;

    internal override SequenceOrigin OriginOf(int index) => new(sequences[index], Index: 0);

    internal override float[]? ColumnsOf(int index) => sequences[index].Values.AsColumnMajorArray();

    public override void ReadStep(int index, int step, Span<float> features)
    {
        var sequence = At(index);
        CheckStep(step, sequence.Length);
        CheckLength(features.Length, Features, nameof(features));
        Sequence.ReadRow(sequence.Values, step, features);
    }

    public override void ReadTimespans(int index, Span<float> timespans)
    {
        if (At(index).Timespans is not float[] known)
        {
            base.ReadTimespans(index, timespans);
            return;
        }

        CheckLength(timespans.Length, known.Length, nameof(timespans));
        known.CopyTo(timespans);
    }

    public override void ReadLabels(int index, Span<int> labels)
    {
        var sequence = At(index);
        if (sequence.Label is { } label)
        {
            CheckLength(labels.Length, 1, nameof(labels));
            labels[0] = label;
        }
        else if (sequence.Labels is int[] known)
        {
            CheckLength(labels.Length, known.Length, nameof(labels));
            known.CopyTo(labels);
        }
        else
        {
            base.ReadLabels(index, labels);
        }
    }

    public override void ReadTargets(int index, int step, Span<float> targets)
    {
        var sequence = At(index);
        if (sequence.Target is float[] last)
        {
            CheckLength(targets.Length, Outputs, nameof(targets));
            last.CopyTo(targets);
        }
        else if (sequence.Targets is { } every)
        {
            CheckStep(step, sequence.Length);
            CheckLength(targets.Length, Outputs, nameof(targets));
            Sequence.ReadRow(every, step, targets);
        }
        else
        {
            base.ReadTargets(index, step, targets);
        }
    }

    public override void ReadWeights(int index, Span<float> weights)
    {
        var sequence = At(index);
        var count = HasWeightPerStep ? sequence.Length : 1;
        CheckLength(weights.Length, count, nameof(weights));
        for (var place = 0; place < count; place++)
            weights[place] = sequence.Weight * (sequence.StepWeights?[sequence.Length - count + place] ?? 1);
    }

    Sequence At(int index)
    {
        CheckIndex(index);
        return sequences[index];
    }

    static int OutputsOf(Sequence sequence) => sequence.Target?.Count ?? sequence.Targets?.ColumnCount ?? 0;

    static bool IsWeightedOf(Sequence sequence) =>
        sequence.Weight != 1 || sequence.StepWeights is not null || sequence.Target?.Any(float.IsNaN) == true
        || sequence.Targets?.Exists(float.IsNaN) == true;

    static int ClassesOf(Sequence sequence) => (sequence.Label ?? sequence.Labels?.Max() ?? -1) + 1;
}
