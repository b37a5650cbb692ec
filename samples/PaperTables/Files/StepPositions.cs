using LiquidNet.Data;

namespace LiquidNet.Samples;

/// <summary>Sequences whose steps also say where in the sequence they are, as sines and cosines.</summary>
/// <remarks>The positional encoding of Vaswani et al., "Attention is all you need", 2017. Half waves are counted that a sequence has: a few
/// tell the place in the whole, twice as many as an image has rows the place in a row.</remarks>
sealed class StepPositions(SequenceSet set, IReadOnlyList<int> halfWaves) : SequenceSet
{
    public override int Count => set.Count;

    public override int Features => set.Features + 2 * halfWaves.Count;

    public override TargetKind TargetKind => set.TargetKind;

    public override int Classes => set.Classes;

    public override int LengthOf(int index) => set.LengthOf(index);

    public override void ReadStep(int index, int step, Span<float> features)
    {
        set.ReadStep(index, step, features[..set.Features]);
        for (var wave = 0; wave < halfWaves.Count; wave++)
        {
            var angle = MathF.PI * halfWaves[wave] * step / set.LengthOf(index);
            (features[set.Features + 2 * wave], features[set.Features + 2 * wave + 1]) = MathF.SinCos(angle);
        }
    }

    public override void ReadTimespans(int index, Span<float> timespans) => set.ReadTimespans(index, timespans);

    public override void ReadLabels(int index, Span<int> labels) => set.ReadLabels(index, labels);

    public override SequenceSet ForEpoch(int epoch) => new StepPositions(set.ForEpoch(epoch), halfWaves);
}
