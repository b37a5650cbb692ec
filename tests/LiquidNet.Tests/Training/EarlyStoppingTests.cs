using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

/// <summary>However a training ends, its history is kept.</summary>
public class EarlyStoppingTests
{
    [Fact]
    public void Training_ends_when_the_validation_loss_has_not_become_lower_for_some_epochs()
    {
        var history = new Trainer(Tasks.Classifier(), new()
        {
            Epochs = 20,
            Optimizer = new Sgd(0.5f),
            Validation = Tasks.Turned(60),
            EarlyStopping = new(patience: 3),
        }).Fit(Tasks.Places(60));

        history.EndedBy.Should().Be(TrainingEnd.EarlyStopping);
        history.Best.Epoch.Should().Be(1, "with the labels turned round, learning makes things worse from epoch to epoch");
        history.Epochs.Should().HaveCount(4);
    }

    [Fact]
    public void Training_goes_on_while_the_loss_falls()
    {
        var options = new TrainerOptions
        {
            Epochs = 4,
            Optimizer = new Sgd(0.1f),
            Validation = Tasks.Places(60),
            EarlyStopping = new(patience: 1),
        };

        var history = new Trainer(Tasks.Classifier(), options).Fit(Tasks.Places(60));

        (history.EndedBy, history.Epochs.Count).Should().Be((TrainingEnd.AllEpochs, 4));
        new Trainer(Tasks.Classifier(), options with { EarlyStopping = new(patience: 1) { MinImprovement = 10 } }).Fit(Tasks.Places(60))
            .Epochs.Should().HaveCount(2, "what falls by less than the least improvement does not fall");
    }

    [Fact]
    public void Epochs_without_the_figure_are_not_counted_and_none_of_them_is_the_best()
    {
        var options = new TrainerOptions
        {
            Epochs = 6,
            Optimizer = new Sgd(0.5f),
            Validation = Tasks.Places(60),
            EarlyStopping = new(patience: 2),
            RestoreBest = true,
        };
        var network = Tasks.Classifier();

        var never = new Trainer(network, options with { Metric = new Sometimes(_ => false) }).Fit(Tasks.Places(60));
        var atTimes = new Trainer(Tasks.Classifier(), options with { Metric = new Sometimes(reading => reading % 3 == 0) })
            .Fit(Tasks.Places(60));

        (never.EndedBy, never.Epochs.Count, never.Best.Epoch).Should().Be((TrainingEnd.AllEpochs, 6, 6));
        new Trainer(network).Evaluate(Tasks.Places(60)).Loss.Should().Be(never.Best.Validation!.Loss);
        atTimes.EndedBy.Should().Be(TrainingEnd.AllEpochs);
    }

    [Theory]
    [InlineData(new[] { 0, 1 }, false)]
    [InlineData(new[] { 1, 1, Sequence.MissingLabel }, true)]
    public void A_metric_that_compares_two_classes_is_refused_where_validation_has_one(int[] labels, bool isRefused)
    {
        var validation = SequenceSet.Of(labels.Select(label => new Sequence(Matrix<float>.Build.Dense(2, 1)) { Label = label }));
        var network = LiquidNetwork.Classifier(new GruCell(1, 2), classes: 2);

        foreach (var metric in new[] { Metric.RocAuc, Metric.AveragePrecision })
        {
            var creation = () => new Trainer(network, new() { Metric = metric, Validation = validation });

            if (isRefused)
                creation.Should().Throw<ArgumentException>().WithMessage($"{metric} compares two classes*3 sequences*one at most*");
            else
                creation.Should().NotThrow();
            FluentActions.Invoking(() => new Trainer(network, new()
            {
                Metric = metric,
                Validation = validation,
                Loss = new SoftmaxCrossEntropy { ClassWeights = [0, 1] },
            })).Should().Throw<ArgumentException>("one of them weighs nothing").WithMessage("*one at most that counts*");
        }
    }

    [Fact]
    public void The_parameters_are_those_of_the_best_epoch_only_if_asked_for()
    {
        var (last, best) = (Tasks.Classifier(), Tasks.Classifier());
        var options = new TrainerOptions
        {
            Epochs = 9,
            Optimizer = new Sgd(0.5f),
            Validation = Tasks.Turned(60),
            EarlyStopping = new(patience: 2),
        };

        var history = new Trainer(last, options).Fit(Tasks.Places(60));
        new Trainer(best, options with { RestoreBest = true }).Fit(Tasks.Places(60));

        new Trainer(last).Evaluate(Tasks.Turned(60)).Loss.Should().Be(history.Last.Validation!.Loss);
        new Trainer(best).Evaluate(Tasks.Turned(60)).Loss.Should().Be(history.Best.Validation!.Loss);
    }

    [Fact]
    public void Cancelling_before_the_first_epoch_is_whole_gives_an_empty_history()
    {
        var network = Tasks.Classifier();
        var before = Tasks.Weights(network);

        var history = new Trainer(network).Fit(Tasks.Places(60), cancellationToken: new CancellationToken(canceled: true));

        history.EndedBy.Should().Be(TrainingEnd.Cancellation);
        history.Epochs.Should().BeEmpty();
        history.Invoking(it => it.Last).Should().Throw<InvalidOperationException>();
        history.Invoking(it => it.Best).Should().Throw<InvalidOperationException>();
        Tasks.Weights(network).Should().Equal(before);
    }

    [Fact]
    public void Cancelling_within_a_validation_keeps_the_epochs_before_it()
    {
        var source = new CancellationTokenSource();
        var validation = new CancellingSet(Tasks.Places(600), source, afterReads: 900);

        var history = new Trainer(Tasks.Classifier(), new() { Epochs = 5, Validation = validation })
            .Fit(Tasks.Places(60), cancellationToken: source.Token);

        (history.EndedBy, history.Epochs.Count).Should().Be((TrainingEnd.Cancellation, 1));
    }

    [Fact]
    public void It_needs_a_validation_set_and_patience()
    {
        FluentActions.Invoking(() => new Trainer(Tasks.Classifier(), new() { EarlyStopping = new(patience: 5) }))
            .Should().Throw<ArgumentException>().WithMessage("*Validation*");
        FluentActions.Invoking(() => new EarlyStopping(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new EarlyStopping(1) { MinImprovement = double.NaN }).Should().Throw<ArgumentOutOfRangeException>();
    }

    /// <summary>Cancels when so many sequences have been read.</summary>
    sealed class CancellingSet(SequenceSet inner, CancellationTokenSource source, int afterReads) : SequenceSet
    {
        int reads;

        public override int Count => inner.Count;

        public override int Features => inner.Features;

        public override TargetKind TargetKind => inner.TargetKind;

        public override int Classes => inner.Classes;

        public override int LengthOf(int index) => inner.LengthOf(index);

        public override void ReadStep(int index, int step, Span<float> features) => inner.ReadStep(index, step, features);

        public override void ReadLabels(int index, Span<int> labels)
        {
            if (Interlocked.Increment(ref reads) == afterReads)
                source.Cancel();
            inner.ReadLabels(index, labels);
        }
    }

    /// <summary>Tells a figure only at some readings.</summary>
    sealed class Sometimes(Func<int, bool> tells) : Metric
    {
        int readings;

        public override string Name => "sometimes";

        public override bool IsHigherBetter => true;

        public override double? Of(Evaluation evaluation) => tells(readings++) ? 1 : null;
    }
}
