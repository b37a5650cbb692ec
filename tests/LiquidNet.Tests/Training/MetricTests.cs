using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

public class MetricTests
{
    const double Rounding = 1e-6;

    // Scores and figures as scikit-learn's documentation has them for these labels, and with two equal scores.
    [Theory]
    [InlineData(new[] { 0.1f, 0.4f, 0.35f, 0.8f }, new[] { 0, 0, 1, 1 }, 0.75, 5.0 / 6)]
    [InlineData(new[] { 0.5f, 0.5f, 0.5f, 0.9f }, new[] { 0, 1, 0, 1 }, 0.75, 0.75)]
    [InlineData(new[] { 1f, 2f, 3f, 4f }, new[] { 1, 1, 0, 0 }, 0, 5.0 / 12)]
    public void Areas_under_curves_are_those_of_the_ranking(float[] scores, int[] labels, double rocAuc, double averagePrecision)
    {
        var evaluation = Evaluate(TwoClasses(), scores.Zip(labels, (score, label) => Labelled(score, label)));

        evaluation.RocAuc.Should().BeApproximately(rocAuc, Rounding);
        evaluation.AveragePrecision.Should().BeApproximately(averagePrecision, Rounding);
    }

    [Fact]
    public void A_ranking_needs_both_classes() =>
        Evaluate(TwoClasses(), [Labelled(1, label: 1), Labelled(2, label: 1)]).RocAuc.Should().BeNull();

    [Fact]
    public void Rare_classes_count_as_much_as_others_where_they_should()
    {
        // Predicted are 1, 1, 1, 0: all but one of class 1 and half of class 0.
        var evaluation = Evaluate(TwoClasses(), [Labelled(1, 1), Labelled(1, 1), Labelled(1, 0), Labelled(-1, 0)]);

        evaluation.Accuracy.Should().Be(0.75);
        evaluation.BalancedAccuracy.Should().Be((1 + 0.5) / 2);
        evaluation.MacroF1.Should().BeApproximately((2.0 / 3 + 4.0 / 5) / 2, Rounding);
    }

    [Fact]
    public void A_class_that_is_predicted_and_never_the_label_has_an_F1_of_zero()
    {
        var evaluation = Evaluate(TwoClasses(), [Labelled(-1, 0), Labelled(-1, 0), Labelled(1, 0)]);

        evaluation.MacroF1.Should().BeApproximately((4.0 / 5 + 0) / 2, Rounding);
        evaluation.BalancedAccuracy.Should().BeApproximately(2.0 / 3, Rounding, "recall is of classes that are labels");
    }

    [Fact]
    public void Errors_of_values_are_measured_whatever_the_loss()
    {
        var evaluation = Evaluate(
            new(new FeatureCell(), new IdentityReadout(1)), [Targeted(1, target: 2), Targeted(5, target: 2)], new HuberLoss());

        evaluation.MeanSquaredError.Should().Be((1 + 9) / 2);
        evaluation.MeanAbsoluteError.Should().Be((1 + 3) / 2);
        (evaluation.RocAuc, evaluation.MacroF1).Should().Be((null, null));
    }

    [Fact]
    public void Threads_do_not_change_a_figure()
    {
        var random = new Random(1);
        Sequence[] sequences = [.. Enumerable.Range(0, 1_000).Select(_ => Labelled(random.NextSingle(), random.Next(2)))];

        Figures(threads: 3).Should().Be(Figures(threads: 1));

        (double?, double?, double?) Figures(int threads)
        {
            var evaluation = new Trainer(TwoClasses(), new() { Threads = threads }).Evaluate(SequenceSet.Of(sequences));
            return (evaluation.RocAuc, evaluation.AveragePrecision, evaluation.MacroF1);
        }
    }

    [Fact]
    public void A_metric_chooses_the_best_epoch()
    {
        var options = new TrainerOptions
        {
            Epochs = 6,
            Optimizer = new Sgd(0.5f),
            Validation = Tasks.Turned(60),
            Metric = new Latest(),
            RestoreBest = true,
        };
        var (byMetric, last) = (Tasks.Classifier(), Tasks.Classifier());

        var history = new Trainer(byMetric, options).Fit(Tasks.Places(60));
        new Trainer(last, options with { RestoreBest = false }).Fit(Tasks.Places(60));

        history.Best.Epoch.Should().Be(6, "labels turned round make the loss rise, and the metric calls that better");
        Tasks.Weights(byMetric).Should().Equal(Tasks.Weights(last));
        new Trainer(Tasks.Classifier(), options with { EarlyStopping = new(patience: 1) }).Fit(Tasks.Places(60))
            .EndedBy.Should().Be(TrainingEnd.AllEpochs);
    }

    [Fact]
    public void A_metric_that_the_network_cannot_have_is_refused_before_training()
    {
        FluentActions.Invoking(() => new Trainer(Tasks.Classifier(), new() { Metric = Metric.MeanSquaredError }))
            .Should().Throw<ArgumentException>().WithMessage("*mean squared error*");
        FluentActions.Invoking(() => new Trainer(Tasks.Classifier(), new() { Metric = Metric.RocAuc }))
            .Should().Throw<ArgumentException>("it has more than two classes").WithMessage("*ROC AUC*");
    }

    [Fact]
    public void A_metric_of_ones_own_that_reads_what_there_is_not_is_named()
    {
        var options = new TrainerOptions { Epochs = 1, Validation = Tasks.Places(9), Metric = new Distance(), RestoreBest = true };
        new Trainer(Tasks.Classifier(), options).Invoking(trainer => trainer.Fit(Tasks.Places(9))).Should().Throw<ArgumentException>()
            .WithMessage("Metric 'how far off' fails on an evaluation of classes: *MeanAbsoluteError*gives values*")
            .WithInnerException<InvalidOperationException>();
    }

    static Evaluation Evaluate(LiquidNetwork network, IEnumerable<Sequence> sequences, Loss? loss = null) =>
        new Trainer(network, new() { Loss = loss }).Evaluate(SequenceSet.Of(sequences));

    /// <summary>The second class has the feature as its logit, the first has none.</summary>
    static LiquidNetwork TwoClasses()
    {
        var readout = new SoftmaxReadout(inputSize: 1, classes: 2);
        readout.Weights.Values[0] = 0;
        readout.Weights.Values[1] = 1;
        return new(new FeatureCell(), readout);
    }

    static Sequence Labelled(float feature, int label) => new(Of(feature)) { Label = label };

    static Sequence Targeted(float feature, float target) => new(Of(feature)) { Target = [target] };

    static Matrix<float> Of(float feature) => Matrix<float>.Build.Dense(1, 1, feature);

    /// <summary>A cell whose state is the feature.</summary>
    sealed class FeatureCell() : LiquidCell(inputSize: 1, stateSize: 1, outputSize: 1)
    {
        public override string Name => "feature";

        public override Signal Next(Signal input, Signal state, Signal timespan) => 1f * input;
    }

    sealed class Distance : Metric
    {
        public override string Name => "how far off";

        public override bool IsHigherBetter => false;

        public override double? Of(Evaluation evaluation) => evaluation.MeanAbsoluteError!.Value;
    }

    sealed class Latest : Metric
    {
        public override string Name => "how high the loss is";

        public override bool IsHigherBetter => true;

        public override double? Of(Evaluation evaluation) => evaluation.Loss;
    }
}
