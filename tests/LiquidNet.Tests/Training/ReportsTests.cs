using LiquidNet.Training;

namespace LiquidNet.Tests.Training;

public class ReportsTests
{
    [Fact]
    public void History_holds_one_complete_report_an_epoch()
    {
        var options = new TrainerOptions { Epochs = 3, BatchSize = 10, Optimizer = new Sgd(0.25f), Validation = Tasks.Places(30, seed: 9) };

        var history = new Trainer(Tasks.Classifier(), options).Fit(Tasks.Places(55));

        history.Epochs.Select(epoch => epoch.Epoch).Should().Equal(1, 2, 3);
        history.Epochs.Should().OnlyContain(epoch =>
            epoch.IsComplete && epoch.Epochs == 3 && epoch.Batch == 6 && epoch.Batches == 6 && epoch.LearningRate == 0.25f
            && epoch.Elapsed > TimeSpan.Zero && epoch.GradientNorm > 0 && epoch.Validation!.Count == 30);
        history.Last.Loss.Should().BeLessThan(history.Epochs[0].Loss);
        history.Best.Validation!.Loss.Should().Be(history.Epochs.Min(epoch => epoch.Validation!.Loss));
        history.ToString().Split(Environment.NewLine).Should().HaveCount(3)
            .And.Subject.First().Should()
            .MatchRegex(@"^epoch 1/3, batch 6/6: loss \d\.\d{4}, accuracy \d+\.\d\d %, validation loss \d\.\d{4}, accuracy ");
    }

    [Fact]
    public void The_chosen_metric_is_in_the_text_where_it_is_another_figure()
    {
        var validation = Tasks.Places(30, seed: 9);
        string Text(Metric metric)
        {
            var trainer = new Trainer(Tasks.Classifier(), new() { Epochs = 1, Validation = validation, Metric = metric });
            var report = trainer.Fit(Tasks.Places(55)).Last.ToString();
            var figure = FormattableString.Invariant($", {metric} {metric.Of(trainer.Evaluate(validation)):F4}");
            trainer.Evaluate(validation).ToString().Contains(figure).Should().Be(report.EndsWith(figure));
            return report;
        }

        Text(Metric.MacroF1).Should().MatchRegex(@"validation loss \d\.\d{4}, accuracy \d+\.\d\d %, macro F1 \d\.\d{4}$");
        Text(Metric.Loss).Should().MatchRegex(@"validation loss \d\.\d{4}, accuracy \d+\.\d\d %$");
    }

    [Fact]
    public void They_say_how_fast_training_goes_and_how_long_it_takes_still()
    {
        var report = Report(epochs: 5, TimeSpan.FromSeconds(2));

        report.TimeLeft.Should().Be(TimeSpan.FromSeconds(2 * (60 + 3 * 80) / 20.0));
        Report(int.MaxValue, TimeSpan.FromHours(1)).TimeLeft.Should().Be(TimeSpan.MaxValue, "training until it stops early is no error");
        new Trainer(Tasks.Classifier(), new() { Epochs = 1 }).Fit(Tasks.Places(40)).Last.Should().Match<EpochReport>(
            last => last.SequencesPerSecond > 40 / last.Elapsed.TotalSeconds - 1 && last.TimeLeft == TimeSpan.Zero);
    }

    [Fact]
    public void Reports_come_within_an_epoch_and_at_its_end()
    {
        var reports = new Reports();

        var history = new Trainer(Tasks.Classifier(), new() { Epochs = 2, BatchSize = 10 }).Fit(Tasks.Places(35), reports);

        reports.All.Select(report => (report.Epoch, report.Batch, report.IsComplete)).Should().Equal(
            (1, 1, false), (1, 2, false), (1, 3, false), (1, 4, true), (2, 1, false), (2, 2, false), (2, 3, false), (2, 4, true));
        reports.All.Where(report => report.IsComplete).Should().Equal(history.Epochs);
    }

    [Fact]
    public void A_long_epoch_reports_about_a_hundred_times()
    {
        var reports = new Reports();

        new Trainer(Tasks.Classifier(), new() { Epochs = 1, BatchSize = 1 }).Fit(Tasks.Places(250), reports);

        reports.All.Select(report => report.Batch).Should().Equal([.. Enumerable.Range(1, 83).Select(place => 3 * place), 250]);
    }

    static EpochReport Report(int epochs, TimeSpan elapsed) => new()
    {
        Epoch = 2,
        Epochs = epochs,
        Batch = 20,
        Batches = 80,
        Loss = 1,
        Accuracy = null,
        LearningRate = 1,
        GradientNorm = 1,
        Elapsed = elapsed,
        SequencesPerSecond = 320,
        IsComplete = false,
    };
}
