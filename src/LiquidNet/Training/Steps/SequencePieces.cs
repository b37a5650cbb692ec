using LiquidNet.Data;

namespace LiquidNet.Training;

/// <summary>The sequences of a batch as they are between two cuts.</summary>
/// <remarks>
/// A target after the last step is missing in all pieces but the last. What a set gives for whole sequences only is read once for all
/// pieces of a batch.
/// </remarks>
sealed class SequencePieces(int length) : SequenceSet
{
    readonly Dictionary<int, Whole> known = [];
    readonly Stack<Whole> idle = [];
    int[] samples = [];
    SequenceSet source = null!;
    int start;

    public override int Count => source.Count;

    public override int Features => source.Features;

    public override TargetKind TargetKind => source.TargetKind;

    public override int Classes => source.Classes;

    public override int Outputs => source.Outputs;

    public override bool IsConstantOverTime => source.IsConstantOverTime;

    public override bool IsWeighted => source.IsWeighted || source.TargetKind == TargetKind.SequenceValues;

    /// <summary>The sequences that have steps in the present piece.</summary>
    public ReadOnlySpan<int> Samples => samples.AsSpan(0, Running);

    int Running { get; set; }

    /// <summary>Takes the sequences of a batch, and their first piece.</summary>
    public void Begin(SequenceSet of, ReadOnlySpan<int> batch)
    {
        source = of;
        start = 0;
        if (samples.Length < batch.Length)
            samples = new int[batch.Length];
        batch.CopyTo(samples);
        Running = batch.Length;
        foreach (var whole in known.Values)
            idle.Push(whole);
        known.Clear();
        foreach (var sample in batch)
        {
            if (known.ContainsKey(sample))
                continue;
            var whole = idle.TryPop(out var free) ? free : new Whole();
            whole.Read(source, sample, TargetReader.HasEveryStep(source));
            known.Add(sample, whole);
        }
    }

    /// <summary>Goes on to the next piece.</summary>
    /// <returns>False where all sequences are over.</returns>
    public bool MoveNext()
    {
        start += length;
        var running = 0;
        for (var place = 0; place < Running; place++)
        {
            if (known[samples[place]].Steps > start)
                samples[running++] = samples[place];
        }

        Running = running;
        return running > 0;
    }

    public override int LengthOf(int index) => Math.Min(length, known[index].Steps - start);

    public override void ReadStep(int index, int step, Span<float> features) => source.ReadStep(index, start + step, features);

    public override void ReadTimespans(int index, Span<float> timespans) =>
        known[index].Timespans.AsSpan(start, timespans.Length).CopyTo(timespans);

    public override void ReadLabels(int index, Span<int> labels)
    {
        if (TargetReader.HasEveryStep(source))
            known[index].Labels.AsSpan(start, labels.Length).CopyTo(labels);
        else
            labels[0] = IsLast(index) ? known[index].Labels[0] : Sequence.MissingLabel;
    }

    public override void ReadTargets(int index, int step, Span<float> targets)
    {
        if (TargetReader.HasEveryStep(source) || IsLast(index))
            source.ReadTargets(index, start + step, targets);
        else
            targets.Fill(float.NaN);
    }

    public override void ReadWeights(int index, Span<float> weights)
    {
        if (!source.IsWeighted)
            weights.Fill(1);
        else
            known[index].Weights.AsSpan(TargetReader.HasEveryStep(source) ? start : 0, weights.Length).CopyTo(weights);
    }

    bool IsLast(int index) => known[index].Steps <= start + length;

    /// <summary>What is known about one whole sequence.</summary>
    sealed class Whole
    {
        public int Steps { get; private set; }

        public float[] Timespans { get; private set; } = [];

        public float[] Weights { get; private set; } = [];

        public int[] Labels { get; private set; } = [];

        public void Read(SequenceSet set, int sample, bool hasEveryStep)
        {
            var steps = Steps = set.StepsOf(sample);
            var targets = hasEveryStep ? steps : 1;
            if (Timespans.Length < steps)
                (Timespans, Weights, Labels) = (new float[steps], new float[steps], new int[steps]);
            set.ReadTimespans(sample, Timespans.AsSpan(0, steps));
            if (set.IsWeighted)
                set.ReadWeights(sample, Weights.AsSpan(0, targets));
            if (set.TargetKind is TargetKind.SequenceLabel or TargetKind.StepLabels)
                set.ReadLabels(sample, Labels.AsSpan(0, targets));
        }
    }
}
