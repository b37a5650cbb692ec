using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Data;

public class SequenceTests
{
    static readonly Matrix<float> ThreeSteps = Matrix<float>.Build.Dense(3, 2, (step, feature) => 10 * step + feature);

    [Fact]
    public void A_sequence_of_values_alone_has_a_shape_and_no_target()
    {
        var sequence = new Sequence(ThreeSteps);

        (sequence.Length, sequence.Features, sequence.TargetKind).Should().Be((3, 2, TargetKind.None));
        sequence.Timespans.Should().BeNull();
        sequence.ToString().Should().Be("Sequence [3 x 2]");
    }

    [Fact]
    public void A_sequence_knows_its_kind_of_target()
    {
        new Sequence(ThreeSteps) { Label = 0 }.TargetKind.Should().Be(TargetKind.SequenceLabel);
        new Sequence(ThreeSteps) { Labels = [0, 1, 2] }.TargetKind.Should().Be(TargetKind.StepLabels);
        new Sequence(ThreeSteps) { Target = [1f] }.TargetKind.Should().Be(TargetKind.SequenceValues);
        new Sequence(ThreeSteps) { Targets = ThreeSteps }.TargetKind.Should().Be(TargetKind.StepValues);
        new Sequence(ThreeSteps) { Label = null, Targets = null }.TargetKind.Should().Be(TargetKind.None);
    }

    [Fact]
    public void A_second_kind_of_target_is_refused()
    {
        var act = () => new Sequence(ThreeSteps) { Label = 1, Target = [1f] };

        act.Should().Throw<ArgumentException>().WithMessage("*given SequenceValues beside SequenceLabel*");
    }

    [Theory]
    [InlineData(-0.5f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_bad_timespan_is_refused_by_its_step(float timespan)
    {
        var act = () => new Sequence(ThreeSteps) { Timespans = [0f, 1f, timespan] };

        act.Should().Throw<ArgumentException>().WithMessage($"*step 2*{timespan}*");
    }

    [Fact]
    public void A_list_of_another_length_is_refused_with_both_lengths()
    {
        var timespans = () => new Sequence(ThreeSteps) { Timespans = [1f, 1f] };
        var labels = () => new Sequence(ThreeSteps) { Labels = [1, 1, 1, 1] };
        var targets = () => new Sequence(ThreeSteps) { Targets = Matrix<float>.Build.Dense(2, 1) };

        timespans.Should().Throw<ArgumentException>().WithMessage("*one per step, 3, but are 2*");
        labels.Should().Throw<ArgumentException>().WithMessage("*one per step, 3, but are 4*");
        targets.Should().Throw<ArgumentException>().WithMessage("*[3 x outputs]*2 x 1]*");
    }

    [Fact]
    public void A_class_below_the_unknown_one_is_refused()
    {
        var label = () => new Sequence(ThreeSteps) { Label = -2 };
        var labels = () => new Sequence(ThreeSteps) { Labels = [0, -2, 0] };

        label.Should().Throw<ArgumentException>().WithMessage("*from 0, or is -1 if not known, but is -2*");
        labels.Should().Throw<ArgumentException>().WithMessage("*step 1*-2*");
    }

    [Fact]
    public void An_unknown_label_or_target_value_is_kept()
    {
        new Sequence(ThreeSteps) { Label = -1 }.TargetKind.Should().Be(TargetKind.SequenceLabel);
        new Sequence(ThreeSteps) { Labels = [-1, 4, -1] }.Labels.Should().Equal(-1, 4, -1);
        new Sequence(ThreeSteps) { Target = [float.NaN, 2f] }.Target.Should().Equal(float.NaN, 2f);
        var targets = Matrix<float>.Build.Dense(3, 1, (step, _) => step == 1 ? float.NaN : step);
        new Sequence(ThreeSteps) { Targets = targets }.Targets![1, 0].Should().Be(float.NaN);
    }

    [Fact]
    public void A_missing_value_is_kept()
    {
        var values = Matrix<float>.Build.Dense(1, 1, float.NaN);

        new Sequence(values).Values[0, 0].Should().Be(float.NaN);
    }

    [Fact]
    public void Later_writes_to_a_given_list_do_not_reach_the_sequence()
    {
        float[] timespans = [1f, 2f, 3f];
        var sequence = new Sequence(ThreeSteps) { Timespans = timespans };

        timespans[1] = 99f;

        sequence.Timespans.Should().Equal(1f, 2f, 3f);
    }
}
