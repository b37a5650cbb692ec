using LiquidNet.Data;
using LiquidNet.Tests.Data.Support;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Data;

public class MissingValueEncoderTests
{
    const float Missing = float.NaN;

    [Fact]
    public void An_infinite_value_in_a_set_is_named_with_its_place()
    {
        var bad = Patient();
        bad.Values[1, 1] = float.PositiveInfinity;
        var set = MissingValueEncoder.Of(SequenceSet.Of([Patient(), bad]));

        set.Invoking(it => it.ToSequence(1)).Should().Throw<ArgumentException>().WithMessage("Sequence 1, step 1, feature 1*");
    }

    [Fact]
    public void A_missing_value_is_the_last_one_seen_with_a_mark_and_its_age()
    {
        var encoder = new MissingValueEncoder(2);
        encoder.Step([Missing, 5], elapsed: 2).ToArray().Should().Equal(0, 5, 0, 1, 2, 0);
        encoder.Step([Missing, Missing], elapsed: 3).ToArray().Should().Equal(0, 5, 0, 0, 5, 3);
        encoder.Step([7, Missing], elapsed: 0.5f).ToArray().Should().Equal(7, 5, 1, 0, 0, 3.5f);
        encoder.Step([Missing, 6]).ToArray().Should().Equal(7, 6, 0, 1, 1, 0);
    }

    [Fact]
    public void A_value_that_was_never_seen_is_the_replacement_given()
    {
        var encoder = new MissingValueEncoder([1.5f, -2]);
        encoder.Step([Missing, Missing]).ToArray().Should().Equal(1.5f, -2, 0, 0, 1, 1);
        encoder.Step([4, 4]);
        encoder.Reset();
        encoder.Step([Missing, Missing]).ToArray().Should().Equal(1.5f, -2, 0, 0, 1, 1);
    }

    [Fact]
    public void Wrong_readings_leave_the_encoder_as_it_is()
    {
        var encoder = new MissingValueEncoder(1);
        encoder.Step([3]);
        encoder.Invoking(it => it.Step([float.NegativeInfinity])).Should().Throw<ArgumentException>().WithMessage("*NaN*");
        encoder.Invoking(it => it.Step([1, 2])).Should().Throw<ArgumentException>();
        encoder.Invoking(it => it.Step([1], elapsed: -1)).Should().Throw<ArgumentOutOfRangeException>();
        encoder.Step([Missing]).ToArray().Should().Equal(3, 0, 1);
    }

    [Fact]
    public void Unseen_values_must_fit_and_be_finite()
    {
        FluentActions.Invoking(() => new MissingValueEncoder([1, Missing])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => MissingValueEncoder.Of(Patient(), [1])).Should().Throw<ArgumentException>()
            .WithMessage("*2 features*1*");
    }

    [Fact]
    public void A_sequence_becomes_what_the_stream_gives()
    {
        var encoder = new MissingValueEncoder([9, 8]);
        var filled = MissingValueEncoder.Of(Patient(), [9, 8]);
        filled.Features.Should().Be(6);
        filled.Label.Should().Be(1);
        for (var step = 0; step < filled.Length; step++)
        {
            var streamed = encoder.Step(Patient().Values.Row(step).ToArray(), Patient().Timespans![step]);
            filled.Values.Row(step).Should().Equal(streamed.ToArray());
        }
    }

    [Fact]
    public void A_set_keeps_its_targets_and_gives_the_same_in_any_order()
    {
        var set = MissingValueEncoder.Of(SequenceSet.Of([Patient(), new Sequence(Matrix<float>.Build.Dense(2, 2, Missing)) { Label = 3 }]));
        (set.Count, set.Features, set.Classes, set.TargetKind).Should().Be((2, 6, 4, TargetKind.SequenceLabel));
        var late = new float[6];
        set.ReadStep(0, 2, late);
        late.Should().Equal(2, 7, 0, 0, 3.5f, 3);
        set.ReadStep(1, 1, late);
        late.Should().Equal(0, 0, 0, 0, 2, 2);
        set.ForEpoch(3).Should().BeSameAs(set);
    }

    [Fact]
    public void Reading_allocates_nothing_once_a_sequence_is_filled()
    {
        var set = MissingValueEncoder.Of(SequenceSet.Of([Patient()]));
        var row = new float[6];
        set.ReadStep(0, 0, row);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 3; step++)
            set.ReadStep(0, step, row);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    public void Ages_of_many_short_steps_are_right()
    {
        const int steps = 4 * 86_400 * 100;
        const float hundredth = 0.01f;
        var encoder = new MissingValueEncoder(1);
        encoder.Step([5], hundredth);
        for (var step = 1; step < steps; step++)
            encoder.Step([Missing], hundredth);

        encoder.Step([Missing], hundredth)[2].Should().Be((float)(steps * (double)hundredth));
        encoder.Reset();
        encoder.Step([Missing], hundredth)[2].Should().Be(hundredth);
    }

    [Fact]
    public void Ages_in_a_set_are_right_in_a_long_sequence()
    {
        const int steps = 1 << 21;
        var endless = new Sequence(Matrix<float>.Build.Dense(steps, 1, Missing)) { Timespans = [.. Enumerable.Repeat(0.1f, steps)] };
        var row = new float[3];

        MissingValueEncoder.Of(SequenceSet.Of([endless])).ReadStep(0, steps - 1, row);

        row[2].Should().Be((float)(steps * (double)0.1f));
    }

    [Fact]
    public void A_set_that_takes_zeros_for_granted_is_filled_in_right()
    {
        var filled = MissingValueEncoder.Of(new OneHotSet(4)).ToSequence(1);

        for (var step = 0; step < 4; step++)
            filled.Values.Row(step, 0, 3).Should().Equal(Enumerable.Range(0, 3).Select(feature => feature == (1 + step) % 3 ? 1f : 0f));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 30)]
    public void An_impossible_number_of_features_is_refused(int features) =>
        FluentActions.Invoking(() => new MissingValueEncoder(features)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage($"The number of features must be between 1 and 715827863 but is {features}*").WithParameterName(nameof(features));

    static Sequence Patient() => new(Matrix<float>.Build.DenseOfRowMajor(3, 2, [2, Missing, Missing, 7, Missing, Missing]))
    {
        Timespans = [1, 0.5f, 3],
        Label = 1,
    };
}
