using LiquidNet.Checks;
using LiquidNet.Data.Sets;
using LiquidNet.Seeding;

namespace LiquidNet.Data;

/// <summary>Synthetic data sets from a seed, without a download: images in CIFAR-10's format and classic sequence tasks.</summary>
/// <remarks>Sequence <c>i</c> depends only on the seed and <c>i</c>, so a larger set starts with the smaller one.</remarks>
public static class SyntheticSequences
{
    /// <summary>Light shapes on a darker background, in ten classes, in CIFAR-10's format [3 x 32 x 32].</summary>
    /// <remarks>
    /// The classes are disc, ring, square, frame, plus, cross, rows, columns, triangle and checkers; images take them in turn. Place, size,
    /// colours, contrast and noise vary by image, and all shapes cover the same area, so that neither brightness nor colour gives the class
    /// away. A small network can learn the shapes. The bytes are the same on every machine.
    /// </remarks>
    /// <param name="count">How many images, at least 1; each takes 3,072 bytes.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1, or an array cannot hold so many.</exception>
    public static LabelledImages Images(int count, int seed = 0)
    {
        CheckCount(count, valuesEach: 3 * 32 * 32);
        return SyntheticImages.Draw(count, seed);
    }

    /// <summary>Noisy sine waves; the class is the frequency.</summary>
    /// <remarks>Class <c>k</c> completes <c>k + 1</c> periods over the sequence, give or take a fifth of a period, with any phase, an
    /// amplitude of 0.8..1.2 and noise of at most 0.1.</remarks>
    /// <param name="count">How many sequences, at least 1; the classes alternate.</param>
    /// <param name="length">Steps of a sequence, at least 4 for each class; 32 by default.</param>
    /// <param name="classes">How many frequencies, at least 2; 4 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <returns>Sequences [length x 1] with a <see cref="TargetKind.SequenceLabel"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below its smallest value, or an array cannot hold so many
    /// values.</exception>
    public static SequenceSet Sines(int count, int length = 32, int classes = 4, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Require.AtLeast(length, 4L * classes, "The length", "the highest frequency needs 4 steps for each class", nameof(length));
        CheckCount(count, length);
        var set = new GeneratedSequenceSet(count, length, features: 1, TargetKind.SequenceLabel, classes);
        for (var index = 0; index < count; index++)
        {
            var random = SplitMix64.For(seed, index);
            var label = set.LabelOf(index) = index % classes;
            var periods = label + 1 + random.NextSingle(-0.2f, 0.2f);
            var (phase, amplitude) = (random.NextSingle(), random.NextSingle(0.8f, 1.2f));
            var values = set.ValuesOf(index);
            for (var step = 0; step < length; step++)
                values[step] = amplitude * MathF.Sin(MathF.Tau * (phase + periods * step / length)) + random.NextSingle(-0.1f, 0.1f);
        }

        return set;
    }

    /// <summary>A sine wave sampled at irregular times; the target is its value a little later.</summary>
    /// <remarks>Periods of 4..12 units of time, any phase, timespans of 0.1..1.9 units, no noise.</remarks>
    /// <param name="count">How many sequences, at least 1.</param>
    /// <param name="length">Steps of a sequence, at least 1; 32 by default.</param>
    /// <param name="ahead">How far ahead of each step the target is, in units of time; 1 by default, the mean timespan.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <returns>Sequences [length x 1] with timespans and one output in <see cref="TargetKind.StepValues"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below its smallest value, an array cannot hold so many values, or
    /// <paramref name="ahead"/> is not finite.</exception>
    public static SequenceSet IrregularSines(int count, int length = 32, float ahead = 1f, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        CheckCount(count, length);
        if (!float.IsFinite(ahead))
            throw new ArgumentOutOfRangeException(nameof(ahead), ahead, "A finite time is expected.");
        var set = new GeneratedSequenceSet(count, length, features: 1, TargetKind.StepValues, classesOrOutputs: 1) { IsIrregular = true };
        for (var index = 0; index < count; index++)
        {
            var random = SplitMix64.For(seed, index);
            var (period, time) = (random.NextSingle(4f, 12f), (double)random.NextSingle(0f, 12f));
            var values = set.ValuesOf(index);
            var timespans = set.TimespansOf(index);
            var targets = set.TargetsOf(index);
            for (var step = 0; step < length; step++)
            {
                timespans[step] = random.NextSingle(0.1f, 1.9f);
                time += timespans[step];
                values[step] = (float)Math.Sin(Math.Tau * time / period);
                targets[step] = (float)Math.Sin(Math.Tau * (time + ahead) / period);
            }
        }

        return set;
    }

    /// <summary>A symbol, a long noisy pause and a cue; the class is the symbol, to be recalled at the cue.</summary>
    /// <remarks>The first step has a 1 in the feature of the symbol, the last step a 1 in the feature after those of the symbols, which is
    /// the cue; the steps between hold noise of at most 0.1.</remarks>
    /// <param name="count">How many sequences, at least 1; the symbols alternate.</param>
    /// <param name="delay">Steps between symbol and cue, at least 0; 20 by default.</param>
    /// <param name="symbols">How many symbols, at least 2; 4 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <returns>Sequences [(delay + 2) x (symbols + 1)] with a <see cref="TargetKind.SequenceLabel"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below its smallest value, or an array cannot hold so many
    /// values.</exception>
    public static SequenceSet DelayedRecall(int count, int delay = 20, int symbols = 4, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(delay);
        ArgumentOutOfRangeException.ThrowIfLessThan(symbols, 2);
        CheckCount(count, (delay + 2L) * (symbols + 1L));
        var (length, features) = (delay + 2, symbols + 1);
        var set = new GeneratedSequenceSet(count, length, features, TargetKind.SequenceLabel, symbols);
        for (var index = 0; index < count; index++)
        {
            var random = SplitMix64.For(seed, index);
            var values = set.ValuesOf(index);
            values[set.LabelOf(index) = index % symbols] = 1f;
            foreach (ref var value in values[features..^features])
                value = random.NextSingle(-0.1f, 0.1f);
            values[^1] = 1f;
        }

        return set;
    }

    /// <summary>Random numbers, two of them marked; the target is the sum of those two.</summary>
    /// <remarks>
    /// Features are a number in 0..1 and a mark, 1 at one step of each half and 0 elsewhere. Always predicting 1 has a mean
    /// squared error of 1/6. After Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 1997, section
    /// 5.4, with numbers in 0..1 and one length.
    /// </remarks>
    /// <param name="count">How many sequences, at least 1.</param>
    /// <param name="length">Steps of a sequence, at least 2; 50 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <returns>Sequences [length x 2] with one output in <see cref="TargetKind.SequenceValues"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below its smallest value, or an array cannot hold so many
    /// values.</exception>
    public static SequenceSet Adding(int count, int length = 50, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        CheckCount(count, 2L * length);
        var set = new GeneratedSequenceSet(count, length, features: 2, TargetKind.SequenceValues, classesOrOutputs: 1);
        for (var index = 0; index < count; index++)
        {
            var random = SplitMix64.For(seed, index);
            var values = set.ValuesOf(index);
            for (var step = 0; step < length; step++)
                values[2 * step] = random.NextSingle();
            var (early, late) = (random.NextInteger(length / 2), length / 2 + random.NextInteger(length - length / 2));
            values[2 * early + 1] = values[2 * late + 1] = 1f;
            set.TargetsOf(index)[0] = values[2 * early] + values[2 * late];
        }

        return set;
    }

    static void CheckCount(int count, long valuesEach) => Require.Between(
        count, 1, (int)(Array.MaxLength / valuesEach), "The count", $"all are kept in one array, {valuesEach} values each", nameof(count));
}
