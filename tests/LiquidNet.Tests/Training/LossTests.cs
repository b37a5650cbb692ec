using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

public class LossTests
{
    const float Rounding = 1e-6f;

    [Theory]
    [InlineData(-90f)]
    [InlineData(-2f)]
    [InlineData(0f)]
    [InlineData(0.5f)]
    [InlineData(90f)]
    public void Binary_cross_entropy_has_the_value_and_the_slope_of_its_formula(float logit)
    {
        foreach (var target in (float[])[0, 0.25f, 1])
        {
            var probability = 1 / (1 + Math.Exp(-(double)logit));
            var expected = Math.Abs(logit) < 30
                ? -target * Math.Log(probability) - (1 - target) * Math.Log(1 - probability)
                : (logit > 0 ? 1 - target : target) * Math.Abs(logit);

            Written(new BinaryCrossEntropy(), [logit], [target], out var gradient).Should()
                .BeApproximately(expected, 1e-5 * (1 + expected));

            gradient[0].Should().BeApproximately((float)(probability - target), Rounding);
        }
    }

    [Theory]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(40)]
    [InlineData(80)]
    public void Binary_cross_entropy_keeps_its_digits_where_a_prediction_is_all_but_right(float logit)
    {
        var expected = Math.Exp(-logit);
        foreach (var side in (float[])[1, -1])
        {
            Written(new BinaryCrossEntropy(), [side * logit], [side > 0 ? 1 : 0], out var gradient).Should()
                .BeApproximately(expected, 1e-5 * expected);
            gradient[0].Should().BeApproximately((float)(-side * expected), (float)(1e-5 * expected));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    public void The_squared_error_is_the_same_by_kernel_and_one_by_one(int lanes)
    {
        var random = new Random(3);
        float[] Numbers() => [.. Enumerable.Range(0, 3 * lanes).Select(_ => random.NextSingle())];
        var (logits, targets) = (Numbers(), Numbers());

        var byKernel = Written(new MeanSquaredError(), logits, targets, out var gradient, lanes);
        var oneByOne = Written(new MeanSquaredError(), logits, targets, out var expected, lanes, hasMissing: true);

        byKernel.Should().BeApproximately(oneByOne, Rounding);
        for (var place = 0; place < expected.Length; place++)
            gradient[place].Should().BeApproximately(expected[place], Rounding);
    }

    /// <summary>The library's losses by logit and target, and as their papers have them.</summary>
    public static TheoryData<Loss, Func<double, double, double>> Formulas => new()
    {
        { new MeanAbsoluteError(), (y, t) => Math.Abs(y - t) },
        { new HuberLoss(), (y, t) => Math.Abs(y - t) <= 1 ? (y - t) * (y - t) / 2 : Math.Abs(y - t) - 0.5 },
        { new HuberLoss { Delta = 0.25f }, (y, t) => Math.Abs(y - t) <= 0.25 ? (y - t) * (y - t) / 2 : 0.25 * (Math.Abs(y - t) - 0.125) },
        { new QuantileLoss(0.9f), (y, t) => y < t ? 0.9 * (t - y) : 0.1 * (y - t) },
        { new BinaryCrossEntropy(), (y, t) => Math.Log(1 + Math.Exp(y)) - t * y },
        { new MeanSquaredError(), (y, t) => (y - t) * (y - t) },
    };

    [Theory]
    [MemberData(nameof(Formulas))]
    public void A_loss_has_the_value_and_the_slope_of_its_formula(Loss loss, Func<double, double, double> formula)
    {
        foreach (var logit in (float[])[-2, -0.25f, 0.125f, 0.5f, 3])
        {
            Written(loss, [logit], [0.25f], out var gradient).Should().BeApproximately(formula(logit, 0.25f), 2e-6);
            gradient[0].Should().BeApproximately((float)((formula(logit + 1e-6, 0.25) - formula(logit - 1e-6, 0.25)) / 2e-6), 2e-6f);
        }
    }

    [Fact]
    public void Each_output_learns_its_own_quantile()
    {
        var loss = new QuantileLoss(0.1f, 0.9f);
        Written(loss, [0, 0, 0, 0], [1, 1, -1, -1], out var gradient).Should().BeApproximately((0.1 + 0.9 + 0.9 + 0.1) / 4, Rounding);
        gradient.Zip([-0.1f, -0.9f, 0.9f, 0.1f]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second / 4) < Rounding);
        loss.ToString().Should().Be("QuantileLoss { Quantiles = 10 %, 90 % }");
    }

    [Fact]
    public void Smoothed_labels_share_a_part_of_their_probability_out()
    {
        float[] logits = [1, -2, 0.5f, 0, 2, 1], weights = [0.5f, 0.25f];
        int[] labels = [2, 0];
        var gradient = new float[6];

        var loss = new SoftmaxCrossEntropy { LabelSmoothing = 0.3f }.WriteGradient(new LossBatch
        {
            Outputs = 3,
            Lanes = 2,
            Logits = logits,
            Labels = labels,
            Weights = weights,
            Gradient = gradient,
        });

        var expected = 0.0;
        for (var lane = 0; lane < 2; lane++)
        {
            var sum = Enumerable.Range(0, 3).Sum(output => Math.Exp(logits[2 * output + lane]));
            for (var output = 0; output < 3; output++)
            {
                var (probability, target) = (Math.Exp(logits[2 * output + lane]) / sum, 0.1 + (output == labels[lane] ? 0.7 : 0));
                expected -= weights[lane] * target * Math.Log(probability);
                gradient[2 * output + lane].Should().BeApproximately((float)(weights[lane] * (probability - target)), Rounding);
            }
        }

        loss.Should().BeApproximately(expected, Rounding);
    }

    [Fact]
    public void Shares_keep_to_their_ranges()
    {
        FluentActions.Invoking(() => new SoftmaxCrossEntropy { LabelSmoothing = 1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new QuantileLoss(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new HuberLoss { Delta = 0 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void What_has_no_weight_or_no_target_has_no_gradient_whatever_it_holds()
    {
        float[] logits = [1, float.NaN, 3, float.NaN], targets = [float.NaN, 5, 2, float.PositiveInfinity], weights = [1, 0];
        var gradient = new float[4];
        gradient.AsSpan().Fill(7);

        new MeanSquaredError().WriteGradient(new LossBatch
        {
            Outputs = 2,
            Lanes = 2,
            Logits = logits,
            Targets = targets,
            Weights = weights,
            Gradient = gradient,
            HasMissingTargets = true,
        }).Should().Be(0.5);

        gradient.Should().Equal(0, 0, 1, 0);
    }

    [Fact]
    public void A_loss_of_ones_own_is_learned()
    {
        var network = LiquidNetwork.Regressor(new LeakyIntegratorCell(Tasks.Features, units: 4, seed: 3), outputs: 1);

        var losses = Gradients.LossesDown(network, new Pinball(0.9f), Tasks.Means(40), rate: 0.1f);

        losses.Should().BeInDescendingOrder();
        var above = Tasks.Means(40);
        new Trainer(network, new() { Loss = new Pinball(0.9f), Epochs = 200, Optimizer = new Adam(0.01f) }).Fit(above);
        Enumerable.Range(0, 40).Count(index => network.Forward(above.ToSequence(index))[4, 0] > above.ToSequence(index).Target![0])
            .Should().BeInRange(30, 40, "nine of ten targets lie below their quantile");
    }

    [Fact]
    public void A_loss_on_labels_of_ones_own_has_an_accuracy()
    {
        var trainer = new Trainer(Tasks.Classifier(), new() { Loss = new Margin(), Epochs = 30, Optimizer = new Adam(0.02f) });

        trainer.Fit(Tasks.Places(60)).Last.Accuracy.Should().BeGreaterThan(0.9);
        trainer.Evaluate(Tasks.Places(60)).Confusion![0, 0].Should().BeGreaterThan(15);
    }

    [Fact]
    public void A_loss_and_a_readout_of_different_kinds_are_refused()
    {
        var values = SequenceSet.Of([new Sequence(Matrix<float>.Build.Dense(2, Tasks.Features)) { Target = [0, 1, 0] }]);
        Loss[] forValues = [new MeanSquaredError(), new BinaryCrossEntropy(), new Pinball(0.5f)];
        var regressor = LiquidNetwork.Regressor(new LeakyIntegratorCell(Tasks.Features, units: 4), outputs: 3);

        foreach (var loss in forValues)
        {
            new Trainer(Tasks.Classifier(), new() { Loss = loss }).Invoking(it => it.Fit(values))
                .Should().Throw<ArgumentException>().WithMessage($"{loss.GetType().Name} does not fit*Classes*");
            new Trainer(regressor, new() { Loss = loss, Epochs = 1 }).Fit(values).Last.Accuracy.Should().BeNull();
        }

        new Trainer(regressor, new() { Loss = new Margin() }).Invoking(it => it.Fit(Tasks.Places(3)))
            .Should().Throw<ArgumentException>().WithMessage("Margin does not fit*Values*");
        new Trainer(Tasks.Classifier(), new() { Loss = new Margin() }).Invoking(it => it.Fit(values))
            .Should().Throw<ArgumentException>().WithMessage("Margin needs labels*SequenceValues*");
    }

    static double Written(Loss loss, float[] logits, float[] targets, out float[] gradient, int lanes = 1, bool hasMissing = false)
    {
        float[] weights = [.. Enumerable.Range(1, lanes).Select(lane => lane == 1 ? 1f : 0.25f * lane)];
        gradient = new float[logits.Length];
        return loss.WriteGradient(new LossBatch
        {
            Outputs = logits.Length / lanes,
            Lanes = lanes,
            Logits = logits,
            Targets = targets,
            Weights = weights,
            Gradient = gradient,
            HasMissingTargets = hasMissing,
        });
    }

    sealed class Pinball(float share) : ElementwiseLoss
    {
        protected override (float Loss, float Slope) Compare(float logit, float target, int output)
        {
            var slope = logit > target ? 1 - share : -share;
            return ((logit - target) * slope, slope);
        }
    }

    /// <summary>The label's logit is to lie one above every other: the hinge of Crammer and Singer.</summary>
    sealed class Margin : Loss
    {
        public override bool UsesLabels => true;

        protected internal override double WriteGradient(LossBatch batch)
        {
            batch.Gradient.Clear();
            var sum = 0.0;
            for (var lane = 0; lane < batch.Lanes; lane++)
            {
                if (batch.Weights[lane] == 0)
                    continue;
                var label = batch.Labels[lane] * batch.Lanes + lane;
                var worst = -1;
                for (var at = lane; at < batch.Logits.Length; at += batch.Lanes)
                {
                    if (at != label && (worst < 0 || batch.Logits[at] > batch.Logits[worst]))
                        worst = at;
                }

                var gap = 1 + batch.Logits[worst] - batch.Logits[label];
                if (gap <= 0)
                    continue;
                sum += gap * batch.Weights[lane];
                batch.Gradient[worst] = batch.Weights[lane];
                batch.Gradient[label] = -batch.Weights[lane];
            }

            return sum;
        }
    }
}
