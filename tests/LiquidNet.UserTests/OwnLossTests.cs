using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.UserTests;

public class OwnLossTests
{
    [Fact]
    public void A_formula_and_its_slope_train()
    {
        var network = Forecaster();
        network.ShouldLearn(Learning.IrregularSines, new() { Epochs = 30, Optimizer = new Adam(0.02f), Loss = new Pinball(0.8f) });
        ShareBelow(network).Should().BeApproximately(0.8, 0.1, "four in five values lie below the forecast");
    }

    [Fact]
    public void A_formula_of_ones_own_learns_what_the_built_in_one_learns()
    {
        var (own, builtIn) = (Forecaster(), Forecaster());
        new Trainer(own, new() { Epochs = 2, Loss = new Pinball(0.3f) }).Fit(Learning.IrregularSines);
        new Trainer(builtIn, new() { Epochs = 2, Loss = new QuantileLoss(0.3f) }).Fit(Learning.IrregularSines);
        own.Parameters["W_out"].Values.ToArray().Should().Equal(builtIn.Parameters["W_out"].Values.ToArray());
    }

    [Fact]
    public void A_loss_of_labels_trains()
    {
        var options = new TrainerOptions { Epochs = 30, BatchSize = 16, Optimizer = new Adam(0.02f), Loss = new Focal(2) };
        var trainer = Classifier().ShouldLearn(Learning.Sines, options);
        trainer.Evaluate(Learning.Sines).Accuracy.Should().BeGreaterThan(0.9);
    }

    [Fact]
    public void A_loss_of_labels_that_is_the_built_in_one_learns_the_same()
    {
        var (own, builtIn) = (Classifier(), Classifier());
        var set = WithGaps(Learning.Sines);
        var report = new Trainer(own, new() { Epochs = 3, Loss = new Focal(0) }).Fit(set).Last;
        var expected = new Trainer(builtIn, new() { Epochs = 3 }).Fit(set).Last;
        report.Loss.Should().BeApproximately(expected.Loss, 1e-5);
    }

    [Fact]
    public void A_loss_of_counts_refuses_what_is_none_and_a_network_that_moves_them()
    {
        var options = new TrainerOptions { Epochs = 30, Optimizer = new Adam(0.02f), Loss = new Poisson() };
        Forecaster().ShouldLearn(Counts(least: 0), options);
        var refused = () => new Trainer(Forecaster(), options).Fit(Counts(least: -1));
        refused.Should().Throw<ArgumentException>().WithMessage("Sequence 0, step 3: target value 0 is -1, but Poisson*0 or more*");
        var moved = () => new Trainer(Forecaster().Standardized(Counts(least: 0)), options).Fit(Counts(least: 0));
        moved.Should().Throw<ArgumentException>().WithMessage("Poisson compares with target values of 0 or more as they are*");
    }

    static SequenceSet Counts(int least) => SequenceSet.Of(Enumerable.Range(least, 8).Select(count =>
        new Sequence(Matrix<float>.Build.Dense(4, 1, count)) { Target = [count] }));

    static LiquidNetwork Forecaster() => LiquidNetwork.Regressor(new CfcCell(1, 10, seed: 1), outputs: 1);

    static LiquidNetwork Classifier() => LiquidNetwork.Classifier(new GruCell(1, 10, seed: 1), classes: 2);

    /// <summary>The same sequences; of every third the label is not known.</summary>
    static SequenceSet WithGaps(SequenceSet set) => SequenceSet.Of(Enumerable.Range(0, set.Count).Select(index =>
    {
        var sequence = set.ToSequence(index);
        return new Sequence(sequence.Values) { Label = index % 3 == 0 ? Sequence.MissingLabel : sequence.Label };
    }));

    static double ShareBelow(LiquidNetwork network)
    {
        var forecasts = network.Forward(Learning.IrregularSines);
        return forecasts.Select((of, index) => of - Learning.IrregularSines.ToSequence(index).Targets)
            .SelectMany(errors => errors.Enumerate()).Average(error => error > 0 ? 1.0 : 0.0);
    }

    /// <summary>A quantile: to lie below the target costs other than to lie above it.</summary>
    sealed class Pinball(float quantile) : ElementwiseLoss
    {
        protected override (float Loss, float Slope) Compare(float logit, float target, int output)
        {
            var slope = logit > target ? 1 - quantile : logit < target ? -quantile : 0;
            return (slope * (logit - target), slope);
        }
    }

    /// <summary>How unlikely counts are whose mean is the exponential of the logit.</summary>
    sealed class Poisson : ElementwiseLoss
    {
        protected override (float Least, float Greatest) TargetRange => (0, float.PositiveInfinity);

        protected override (float Loss, float Slope) Compare(float logit, float target, int output) =>
            (MathF.Exp(logit) - target * logit, MathF.Exp(logit) - target);
    }

    /// <summary>Lin et al., "Focal loss for dense object detection" (2017): what is known already counts little.</summary>
    sealed class Focal(float focus) : Loss
    {
        public override bool UsesLabels => true;

        protected override double WriteGradient(LossBatch batch)
        {
            var sum = 0.0;
            batch.Gradient.Clear();
            for (var lane = 0; lane < batch.Lanes; lane++)
            {
                if (batch.Weights[lane] == 0)
                    continue;
                var likelihood = Softmax(batch, lane, batch.Labels[lane]);
                var (rest, log) = (1 - likelihood, Math.Log(likelihood));
                sum -= batch.Weights[lane] * Math.Pow(rest, focus) * log;
                var slope = focus == 0 ? -1 : focus * likelihood * Math.Pow(rest, focus - 1) * log - Math.Pow(rest, focus);
                for (var output = 0; output < batch.Outputs; output++)
                {
                    var own = output == batch.Labels[lane] ? 1 : 0;
                    batch.Gradient[output * batch.Lanes + lane] =
                        (float)(batch.Weights[lane] * slope * (own - Softmax(batch, lane, output)));
                }
            }

            return sum;
        }

        static double Softmax(LossBatch batch, int lane, int output)
        {
            var sum = 0.0;
            for (var other = 0; other < batch.Outputs; other++)
                sum += Math.Exp(batch.Logits[other * batch.Lanes + lane] - batch.Logits[output * batch.Lanes + lane]);
            return 1 / sum;
        }
    }
}
