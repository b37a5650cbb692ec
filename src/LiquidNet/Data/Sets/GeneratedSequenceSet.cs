namespace LiquidNet.Data.Sets;

/// <summary>Sequences of one length in flat arrays, as generators make them.</summary>
sealed class GeneratedSequenceSet(int count, int length, int features, TargetKind targetKind, int classesOrOutputs) : SequenceSet
{
    readonly float[] values = new float[count * length * features];
    readonly float[]? timespans;
    readonly int[] labels = new int[targetKind == TargetKind.SequenceLabel ? count : 0];
    readonly float[] targets = new float[targetKind switch
    {
        TargetKind.SequenceValues => count * classesOrOutputs,
        TargetKind.StepValues => count * length * classesOrOutputs,
        _ => 0,
    }];

    /// <summary>Whether steps take other times than 1; then <see cref="TimespansOf"/> is to be filled.</summary>
    public bool IsIrregular
    {
        init => timespans = value ? new float[count * length] : null;
    }

    public override int Count => count;

    public override int Features => features;

    public override TargetKind TargetKind => targetKind;

    public override int Classes => targetKind == TargetKind.SequenceLabel ? classesOrOutputs : 0;

    public override int Outputs => targetKind is TargetKind.SequenceValues or TargetKind.StepValues ? classesOrOutputs : 0;

    /// <summary>The values [time x features] of one sequence, step after step.</summary>
    public Span<float> ValuesOf(int index) => values.AsSpan(index * length * features, length * features);

    /// <summary>The timespans [time] of one irregular sequence.</summary>
    public Span<float> TimespansOf(int index) => timespans.AsSpan(index * length, length);

    /// <summary>The class of one sequence.</summary>
    public ref int LabelOf(int index) => ref labels[index];

    /// <summary>The target values of one sequence, [outputs] or [time x outputs].</summary>
    public Span<float> TargetsOf(int index) => targets.AsSpan(index * (targets.Length / count), targets.Length / count);

    public override int LengthOf(int index)
    {
        CheckIndex(index);
        return length;
    }

    public override void ReadStep(int index, int step, Span<float> features)
    {
        CheckIndex(index);
        CheckStep(step, length);
        CheckLength(features.Length, Features, nameof(features));
        ValuesOf(index).Slice(step * Features, Features).CopyTo(features);
    }

    public override void ReadTimespans(int index, Span<float> timespans)
    {
        base.ReadTimespans(index, timespans);
        if (this.timespans is not null)
            TimespansOf(index).CopyTo(timespans);
    }

    public override void ReadLabels(int index, Span<int> labels)
    {
        if (targetKind != TargetKind.SequenceLabel)
            base.ReadLabels(index, labels);
        CheckIndex(index);
        CheckLength(labels.Length, 1, nameof(labels));
        labels[0] = LabelOf(index);
    }

    public override void ReadTargets(int index, int step, Span<float> targets)
    {
        if (Outputs == 0)
            base.ReadTargets(index, step, targets);
        CheckIndex(index);
        CheckLength(targets.Length, Outputs, nameof(targets));
        if (targetKind == TargetKind.StepValues)
            CheckStep(step, length);
        TargetsOf(index).Slice(targetKind == TargetKind.StepValues ? step * Outputs : 0, Outputs).CopyTo(targets);
    }
}
