using LiquidNet.Data;
using LiquidNet.Tests.Data.Support;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Data;

public class StandardizationTests
{
    const float Missing = float.NaN;

    [Fact]
    public void It_has_the_mean_and_the_deviation_of_all_values_that_are_there()
    {
        var random = new Random(1);
        Sequence[] sequences = [.. Enumerable.Range(1, 5).Select(count => new Sequence(Matrix<float>.Build.Dense(
            count * count, 3, (_, feature) => random.Next(3) == 0 ? Missing : feature + 10 * random.NextSingle())))];

        var measured = Standardization.Fit(SequenceSet.Of(sequences));

        for (var feature = 0; feature < 3; feature++)
        {
            var values = sequences.SelectMany(of => of.Values.Column(feature)).Where(float.IsFinite)
                .Select(value => (double)value).ToArray();
            var mean = values.Average();
            measured.Mean[feature].Should().BeApproximately((float)mean, 1e-6f);
            measured.StandardDeviation[feature].Should()
                .BeApproximately((float)Math.Sqrt(values.Average(x => (x - mean) * (x - mean))), 1e-6f);
        }
    }

    [Fact]
    public void A_large_mean_costs_no_accuracy()
    {
        var set = SequenceSet.Of(Enumerable.Range(0, 1_000).Select(index =>
            new Sequence(Matrix<float>.Build.Dense(100, 1, (step, _) => 1_048_576 + (index + step) % 2))));
        var measured = Standardization.Fit(set);
        measured.Mean.Should().Equal(1_048_576.5f);
        measured.StandardDeviation[0].Should().BeApproximately(0.5f, 1e-6f);
    }

    [Fact]
    public void What_never_changes_is_only_moved_and_what_never_occurs_is_left()
    {
        var values = Matrix<float>.Build.Dense(1_001, 3, (step, feature) => feature switch { 0 => 0.1f, 1 => Missing, _ => step * 1e-45f });
        var measured = Standardization.Fit(SequenceSet.Of([new Sequence(values)]));
        measured.Mean[0].Should().Be(0.1f);
        measured.Mean[1].Should().Be(0);
        measured.StandardDeviation.Should().Equal(1, 1, 1);
    }

    [Theory]
    [InlineData(21.5f)]
    [InlineData(-300f)]
    [InlineData(1e-9f)]
    public void What_changes_by_rounding_alone_is_only_moved(float value)
    {
        var values = Matrix<float>.Build.Dense(10, 2, (step, feature) =>
            step % 2 == 0 ? value : float.BitIncrement(value) + 1e-3f * feature * value);
        var set = SequenceSet.Of([new Sequence(values) { Targets = values }]);
        foreach (var measured in (Standardization[])[Standardization.Fit(set), Standardization.FitTargets(set)])
        {
            measured.StandardDeviation[0].Should().Be(1);
            measured.StandardDeviation[1].Should().BeApproximately(5e-4f * Math.Abs(value), 1e-6f * Math.Abs(value));
        }
    }

    [Fact]
    public void An_image_that_is_held_counts_as_often_as_it_is_shown()
    {
        var images = SyntheticSequences.Images(count: 12, seed: 1);
        var (held, once) = (Standardization.Fit(ImageSequences.Hold(images, 6)), Standardization.Fit(ImageSequences.Hold(images, 1)));
        for (var feature = 0; feature < held.Mean.Count; feature++)
        {
            held.Mean[feature].Should().BeApproximately(once.Mean[feature], 1e-6f);
            held.StandardDeviation[feature].Should().BeApproximately(once.StandardDeviation[feature], 1e-6f);
        }
    }

    [Fact]
    public void What_is_held_longer_counts_more()
    {
        var measured = Standardization.Fit(new HeldSet(1, 3));
        measured.Mean.Should().Equal((1 * 1 + 3 * 3) / 4f);
        measured.StandardDeviation[0].Should().BeApproximately(MathF.Sqrt(0.75f), 1e-6f);
    }

    [Fact]
    public void A_set_that_takes_zeros_for_granted_is_measured_right() =>
        Standardization.Fit(new OneHotSet(length: 3)).Mean.Should().OnlyContain(mean => Math.Abs(mean - 1 / 3f) < 1e-6f);

    [Fact]
    public void Targets_that_are_missing_or_weigh_nothing_do_not_count()
    {
        var last = SequenceSet.Of([Last(1, 10), Last(Missing, 30), Last(3, 20), new Sequence(Ones(2)) { Target = [9, 9], Weight = 0 }]);
        Standardization.FitTargets(last).Mean.Should().Equal(2, 20);
        Standardization.FitTargets(last).StandardDeviation.Should().Equal(1, MathF.Sqrt(200 / 3f));

        var every = SequenceSet.Of([new Sequence(Ones(4))
        {
            Targets = Matrix<float>.Build.DenseOfColumnMajor(4, 1, [1, 5, 7, Missing]), StepWeights = [1, 2, 0, 1],
        }]);
        Standardization.FitTargets(every).Mean.Should().Equal(3);

        static Sequence Last(float first, float second) => new(Ones(2)) { Target = [first, second] };
    }

    [Fact]
    public void What_cannot_be_measured_is_named()
    {
        var values = Ones(3);
        values[2, 0] = float.NegativeInfinity;
        FluentActions.Invoking(() => Standardization.Fit(SequenceSet.Of([new(Ones(1)), new(values)])))
            .Should().Throw<ArgumentException>().WithMessage("Sequence 1, step 2: feature 0 is infinite*NaN*");
        FluentActions.Invoking(() => Standardization.FitTargets(SequenceSet.Of([new Sequence(Ones(2)) { Label = 1 }])))
            .Should().Throw<ArgumentException>().WithMessage("*SequenceLabel*");
    }

    [Theory]
    [InlineData(float.NaN, 1)]
    [InlineData(float.PositiveInfinity, 1)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 1e-39f)]
    [InlineData(0, float.PositiveInfinity)]
    public void Figures_that_cannot_be_applied_are_refused(float mean, float deviation) =>
        FluentActions.Invoking(() => new Standardization([0, mean], [1, deviation])).Should().Throw<ArgumentException>()
            .WithMessage("Number 1*");

    [Fact]
    public void There_are_as_many_means_as_deviations()
    {
        FluentActions.Invoking(() => new Standardization([0], [1, 1])).Should().Throw<ArgumentException>().WithMessage("*1 and 2*");
        FluentActions.Invoking(() => new Standardization([], [])).Should().Throw<ArgumentException>().WithMessage("*0 and 0*");
        new Standardization([0.5f, -1], [2, 1]).ToString().Should().Be("0.5 +- 2, -1 +- 1");
    }

    static Matrix<float> Ones(int steps) => Matrix<float>.Build.Dense(steps, 1, 1);

    /// <summary>Sequences that each hold their own length for as many steps.</summary>
    sealed class HeldSet(params int[] lengths) : SequenceSet
    {
        public override int Count => lengths.Length;

        public override int Features => 1;

        public override TargetKind TargetKind => TargetKind.None;

        public override bool IsConstantOverTime => true;

        public override int LengthOf(int index) => lengths[index];

        public override void ReadStep(int index, int step, Span<float> features) => features[0] = lengths[index];
    }
}
