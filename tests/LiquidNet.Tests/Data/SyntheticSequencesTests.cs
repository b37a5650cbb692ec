using System.Security.Cryptography;
using LiquidNet.Data;
using LiquidNet.Kernels;
using LiquidNet.Kernels.Products;
using LiquidNet.Seeding;

namespace LiquidNet.Tests.Data;

public class SyntheticSequencesTests
{
    [Fact]
    public void Images_have_the_format_of_CIFAR_10_and_classes_in_turn()
    {
        var images = SyntheticSequences.Images(count: 25, seed: 1);

        (images.Count, images.Channels, images.Height, images.Width, images.ClassNames.Count).Should().Be((25, 3, 32, 32, 10));
        Enumerable.Range(0, 25).Select(images.LabelOf).Should().Equal(Enumerable.Range(0, 25).Select(i => i % 10));
    }

    [Fact]
    public void The_same_seed_draws_the_same_bytes_everywhere()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var images = SyntheticSequences.Images(count: 100, seed: 1);
        for (var index = 0; index < images.Count; index++)
            hash.AppendData(images.PixelsOf(index));

        Convert.ToHexStringLower(hash.GetHashAndReset()).Should().Be("4584980fdc72a8d3f35e2ae257f76a87d6abeeb639ae26430587b5753edbfce8");
    }

    [Fact]
    public void A_larger_set_begins_with_the_smaller_and_another_seed_differs()
    {
        var few = SyntheticSequences.Images(count: 12, seed: 1);

        SyntheticSequences.Images(count: 30, seed: 1).PixelsOf(11).SequenceEqual(few.PixelsOf(11)).Should().BeTrue();
        SyntheticSequences.Images(count: 12, seed: 2).PixelsOf(11).SequenceEqual(few.PixelsOf(11)).Should().BeFalse();
    }

    [Fact]
    public void A_linear_classifier_learns_the_shapes_but_not_from_brightness_or_colour()
    {
        var (train, test) = ImageSequences.Hold(SyntheticSequences.Images(count: 1_500, seed: 1), steps: 1).Split(0.8, seed: 1);

        AccuracyOfLinearClassifier(train, test, image => image).Should().BeGreaterThan(0.8);
        AccuracyOfLinearClassifier(train, test, MeanOfChannels).Should().BeLessThan(0.25);

        static float[] MeanOfChannels(float[] image) =>
            [.. image.Chunk(1024).Select(channel => channel.Average())];
    }

    [Fact]
    public void Sines_of_a_class_cross_zero_as_often_as_their_periods_say()
    {
        var set = SyntheticSequences.Sines(count: 40, length: 64, classes: 4, seed: 1);

        (set.TargetKind, set.Classes, set.Features).Should().Be((TargetKind.SequenceLabel, 4, 1));
        for (var index = 0; index < set.Count; index++)
        {
            var values = set.ToSequence(index).Values.Column(0);
            // Crossings by more than the noise; the phase decides one more or less.
            var signs = values.Where(value => Math.Abs(value) > 0.15f).Select(MathF.Sign).ToArray();
            var crossings = signs.Zip(signs.Skip(1), (a, b) => a == b ? 0 : 1).Sum();
            crossings.Should().BeInRange(2 * (index % 4) + 1, 2 * (index % 4) + 3);
            Label(set, index).Should().Be(index % 4);
        }
    }

    [Fact]
    public void Targets_of_irregular_sines_are_their_later_values()
    {
        const float ahead = 0.5f;
        var set = SyntheticSequences.IrregularSines(count: 20, length: 200, ahead, seed: 1);

        (set.TargetKind, set.Outputs).Should().Be((TargetKind.StepValues, 1));
        for (var index = 0; index < set.Count; index++)
        {
            var sequence = set.ToSequence(index);
            sequence.Timespans!.Should().OnlyContain(timespan => timespan >= 0.1f && timespan < 1.9f);
            // Where the next step happens to come as late as the target looks ahead, it must show the target.
            for (var step = 0; step + 1 < sequence.Length; step++)
            {
                var late = sequence.Timespans![step + 1] - ahead;
                // A sine of period 4 or more changes by at most 2 pi / 4 a unit of time.
                sequence.Values[step + 1, 0].Should().BeApproximately(sequence.Targets![step, 0], MathF.Abs(late) * 1.58f + 1e-4f);
            }
        }
    }

    [Fact]
    public void Delayed_recall_shows_the_symbol_first_and_the_cue_last()
    {
        var set = SyntheticSequences.DelayedRecall(count: 6, delay: 10, symbols: 3, seed: 1);
        var sequence = set.ToSequence(5);

        (set.TargetKind, set.Classes, set.Features, sequence.Length).Should().Be((TargetKind.SequenceLabel, 3, 4, 12));
        sequence.Label.Should().Be(2);
        sequence.Values.Row(0).Should().Equal(0f, 0f, 1f, 0f);
        sequence.Values.Row(11).Should().Equal(0f, 0f, 0f, 1f);
        sequence.Values.SubMatrix(1, 10, 0, 4).Enumerate().Should().OnlyContain(value => Math.Abs(value) <= 0.1f);
        sequence.Values.Row(5).Should().NotEqual(sequence.Values.Row(6));
    }

    [Fact]
    public void Adding_marks_one_number_in_each_half_and_asks_for_their_sum()
    {
        var set = SyntheticSequences.Adding(count: 100, length: 11, seed: 1);

        (set.TargetKind, set.Outputs, set.Features).Should().Be((TargetKind.SequenceValues, 1, 2));
        for (var index = 0; index < set.Count; index++)
        {
            var sequence = set.ToSequence(index);
            var marked = Enumerable.Range(0, 11).Where(step => sequence.Values[step, 1] == 1f).ToArray();
            marked.Should().HaveCount(2);
            marked[0].Should().BeLessThan(5);
            marked[1].Should().BeGreaterThanOrEqualTo(5);
            sequence.Target.Should().Equal(sequence.Values[marked[0], 0] + sequence.Values[marked[1], 0]);
        }
    }

    [Fact]
    public void A_generated_set_is_the_same_for_the_same_seed()
    {
        FifthOf(count: 5, seed: 3).Should().Equal(FifthOf(count: 9, seed: 3));
        FifthOf(count: 5, seed: 3).Should().NotEqual(FifthOf(count: 5, seed: 4));

        static float[] FifthOf(int count, int seed) => SyntheticSequences.Adding(count, seed: seed).ToSequence(4).Values.ToRowMajorArray();
    }

    [Fact]
    public void Sizes_below_the_least_are_refused()
    {
        Action[] refused =
        [
            () => SyntheticSequences.Images(0),
            () => SyntheticSequences.Sines(0),
            () => SyntheticSequences.Sines(1, length: 15, classes: 4),
            () => SyntheticSequences.IrregularSines(1, ahead: float.NaN),
            () => SyntheticSequences.DelayedRecall(1, delay: -1),
            () => SyntheticSequences.Adding(1, length: 1),
            () => SyntheticSequences.Sines(1, length: 4, classes: 1 << 30),
        ];

        foreach (var act in refused)
            act.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Sizes_that_do_not_fit_one_array_are_refused_with_the_limit()
    {
        Refuse(() => SyntheticSequences.Images(699_051), "must be between 1 and 699050 but is 699051*3072 values each");
        Refuse(() => SyntheticSequences.Sines(65_537, 65_536), "must be between 1 and 32767 but is 65537*65536 values each");
        Refuse(() => SyntheticSequences.IrregularSines(2, int.MaxValue), "is 2, and no value is possible*2147483647 values each");
        Refuse(() => SyntheticSequences.DelayedRecall(1, delay: int.MaxValue), "is 1, and no value is possible*10737418245 values each");
        Refuse(() => SyntheticSequences.DelayedRecall(1, symbols: int.MaxValue), "is 1, and no value is possible*47244640256 values each");
        Refuse(() => SyntheticSequences.Adding(1 << 20, 1 << 10), "must be between 1 and 1048575 but is 1048576*2048 values each");

        static void Refuse(Action act, string message) =>
            act.Should().Throw<ArgumentOutOfRangeException>().WithMessage($"The count {message}. *").WithParameterName("count");
    }

    [Fact]
    public void Time_of_a_long_irregular_sine_is_the_sum_of_its_timespans()
    {
        const int length = 300_000;
        var sequence = SyntheticSequences.IrregularSines(1, length, seed: 1).ToSequence(0);
        var random = SplitMix64.For(1, stream: 0);
        var (period, start) = (random.NextSingle(4f, 12f), random.NextSingle(0f, 12f));

        var time = start + sequence.Timespans!.Sum(timespan => (double)timespan);

        // In float, a time of 300,000 is a multiple of 1/32, which is worth up to 0.05 of a sine.
        sequence.Values[length - 1, 0].Should().BeApproximately((float)Math.Sin(Math.Tau * time / period), 1e-5f);
    }

    [Fact]
    public void A_target_of_another_kind_cannot_be_read()
    {
        SyntheticSequences.Adding(2).Invoking(set => set.ReadLabels(0, new int[1])).Should().Throw<InvalidOperationException>();
        SyntheticSequences.Sines(2).Invoking(set => set.ReadTargets(0, 0, new float[1])).Should().Throw<InvalidOperationException>();
    }

    static int Label(SequenceSet set, int index)
    {
        var label = new int[1];
        set.ReadLabels(index, label);
        return label[0];
    }

    static double AccuracyOfLinearClassifier(SequenceSet train, SequenceSet test, Func<float[], float[]> features)
    {
        var examples = Enumerable.Range(0, train.Count).Select(i => Read(train, i)).ToArray();
        var inputs = examples[0].Length;
        var (weights, scores) = (new float[10 * inputs], new float[10]);
        for (var epoch = 0; epoch < 6; epoch++)
        {
            for (var i = 0; i < examples.Length; i++)
            {
                Score(examples[i]);
                Softmax.WriteProbabilities(scores, scores.Length, lanes: 1, scores);
                for (var k = 0; k < 10; k++)
                {
                    var error = scores[k] - (k == Label(train, i) ? 1f : 0f);
                    Broadcasts.AddScaled(examples[i], -0.01f * error, 1, inputs, perSample: false, weights.AsSpan(k * inputs, inputs));
                }
            }
        }

        return Enumerable.Range(0, test.Count).Average(i =>
        {
            Score(Read(test, i));
            return Array.IndexOf(scores, scores.Max()) == Label(test, i) ? 1.0 : 0.0;
        });

        void Score(float[] example)
        {
            Array.Clear(scores);
            MatrixProducts.AddProduct(weights, inputs, example, inputs, outputs: 10, lanes: 1, scores);
        }

        float[] Read(SequenceSet set, int index)
        {
            var image = new float[set.Features];
            set.ReadStep(index, 0, image);
            return [.. features(image), 1f];
        }
    }
}
