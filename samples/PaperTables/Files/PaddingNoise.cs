using LiquidNet.Data;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;

namespace LiquidNet.Samples;

/// <summary>Normally distributed noise that is drawn once and goes on where sequences end.</summary>
sealed class PaddingNoise(int length, int features)
{
    readonly float[] numbers = Draw(length * features);

    /// <summary>Pads sequences with noise.</summary>
    /// <param name="set">What comes first in each sequence.</param>
    /// <param name="padded">The length of all sequences then. Where it is less than the noise has, each goes on with another piece of
    /// it, so that all of it is seen.</param>
    public SequenceSet After(SequenceSet set, int padded) => new Padded(set, padded, this);

    static float[] Draw(int count)
    {
        var numbers = new double[count];
        Normal.Samples(new MersenneTwister(1, threadSafe: false), numbers, mean: 0, stddev: 1);
        return Array.ConvertAll(numbers, number => (float)number);
    }

    int[] Starts(int count, int padded)
    {
        var starts = new int[count];
        DiscreteUniform.Samples(new MersenneTwister(2, threadSafe: false), starts, 0, length - padded);
        return starts;
    }

    sealed class Padded(SequenceSet set, int padded, PaddingNoise noise) : SequenceSet
    {
        readonly int[] starts = noise.Starts(set.Count, padded);

        public override int Count => set.Count;

        public override int Features => set.Features;

        public override TargetKind TargetKind => set.TargetKind;

        public override int Classes => set.Classes;

        public override int LengthOf(int index)
        {
            CheckIndex(index);
            return padded;
        }

        public override void ReadStep(int index, int step, Span<float> features)
        {
            CheckStep(step, LengthOf(index));
            if (step < set.LengthOf(index))
                set.ReadStep(index, step, features);
            else
                noise.numbers.AsSpan((starts[index] + step) * Features, Features).CopyTo(features);
        }

        public override void ReadLabels(int index, Span<int> labels) => set.ReadLabels(index, labels);
    }
}
