using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Tests.Training.Resuming;

/// <summary>
/// A training that is interrupted anywhere, and started again with the same program, gives the same bits as one that is not.
/// </summary>
public class ResumedTrainingTests
{
    const int Epochs = 5;

    static readonly SequenceSet Set = Tasks.Places(20, ragged: true);

    static readonly Dictionary<string, TrainerOptions> Cases = new()
    {
        ["Adam"] = new() { Optimizer = new Adam(0.02f) },
        ["Adam with weight decay"] = new() { Optimizer = new Adam(0.02f) { WeightDecay = 0.1f }, Seed = 4 },
        ["RmsProp"] = new() { Optimizer = new RmsProp(0.01f), Clipping = GradientClipping.ByNorm(0.5f) },
        ["Sgd"] = new() { Optimizer = new Sgd(0.05f) },
        ["momentum, on one thread"] = new() { Optimizer = new Sgd(0.05f) { Momentum = 0.9f }, Threads = 1 },
        ["in order"] = new() { Shuffle = false, Schedule = LearningRateSchedule.Cosine(0.1).WithWarmUp(2) },
        ["validated"] = new() { Validation = Tasks.Places(9, seed: 7) },
        ["the best epoch"] = new() { Validation = Tasks.Turned(9), RestoreBest = true },
        ["ended early"] = new() { Validation = Tasks.Turned(9), RestoreBest = true, EarlyStopping = new(patience: 2) },
        ["averaged"] = new() { EmaDecay = 0.9f },
        ["the best average by accuracy"] = new()
        {
            EmaDecay = 0.5f,
            Validation = Tasks.Turned(9),
            RestoreBest = true,
            Metric = Metric.Accuracy,
        },
        ["truncated"] = new() { TruncationSteps = 2, Loss = new SoftmaxCrossEntropy { LabelSmoothing = 0.1f } },
    };

    public static TheoryData<string> Names { get; } = new(Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_gives_the_same_bits_whichever_epoch_it_was_interrupted_in(string name)
    {
        var options = Cases[name] with { Epochs = Epochs, BatchSize = 6 };
        var whole = Network();
        var expected = new Trainer(whole, options).Fit(Set);
        for (var epoch = 1; epoch <= Epochs; epoch++)
        {
            using var folder = new TemporaryFolder();
            var written = options with { Checkpoints = new(folder.Path, everyEpochs: 1 + epoch % 2) };
            Interrupt(written, epoch);
            var network = Network();
            var history = new Trainer(network, written with { Threads = 2 }).Fit(Set);

            Tasks.Weights(network).Should().Equal(Tasks.Weights(whole));
            ShouldBe(history, expected);
            var again = Network();
            ShouldBe(new Trainer(again, written).Fit(Set), expected);
            Tasks.Weights(again).Should().Equal(Tasks.Weights(whole), "what is complete stays as it is");
        }
    }

    [Fact]
    public void Writing_changes_nothing_and_the_file_is_a_network()
    {
        using var folder = new TemporaryFolder();
        var (plain, written) = (Network(), Network());
        new Trainer(plain, new() { Epochs = 2 }).Fit(Set);
        new Trainer(written, new() { Epochs = 2, Checkpoints = new(folder.Path) }).Fit(Set);
        Tasks.Weights(written).Should().Equal(Tasks.Weights(plain));
        Tasks.Weights(LiquidNet.Storage.ModelFile.Load(folder.Checkpoint)).Should().Equal(Tasks.Weights(plain));
        Directory.GetFiles(folder.Path).Should().Equal(folder.Checkpoint);
    }

    [Fact]
    public void More_epochs_go_on_where_the_schedule_does_not_look_at_their_number()
    {
        using var folder = new TemporaryFolder();
        var (short_, long_) = (new TrainerOptions { Epochs = 2, Checkpoints = new(folder.Path) }, new TrainerOptions { Epochs = 4 });
        var (whole, network) = (Network(), Network());
        new Trainer(whole, long_).Fit(Set);
        new Trainer(network, short_).Fit(Set);
        new Trainer(network, short_ with { Epochs = 4 }).Fit(Set).Epochs.Should().HaveCount(4);
        Tasks.Weights(network).Should().Equal(Tasks.Weights(whole));
    }

    [Fact]
    public void Errors_of_values_are_those_that_were_found()
    {
        using var folder = new TemporaryFolder();
        var set = SequenceSet.Of(Enumerable.Range(0, 5).Select(index => new Sequence(Set.ToSequence(index).Values)
        {
            Target = [1_000 + 70 * index, float.NaN],
        }));
        var options = new TrainerOptions { Epochs = 2, Validation = set, Checkpoints = new(folder.Path) };

        var found = Errors();
        var read = Errors();

        found[1][0].Should().Match<OutputError>(error => error.Count == 5 && error.MeanAbsoluteError > 10);
        found[1][1].Should().Match<OutputError>(error => error.Count == 0 && double.IsNaN(error.MeanSquaredError));
        read.Should().BeEquivalentTo(found);

        IReadOnlyList<OutputError>[] Errors() =>
            [.. new Trainer(LiquidNetwork.Regressor(new GruCell(Tasks.Features, 3, seed: 2), outputs: 2).Standardized(set), options)
                .Fit(set).Epochs.Select(epoch => epoch.Validation!.OutputErrors)];
    }

    static LiquidNetwork Network() => LiquidNetwork.Classifier(
        new CfcCell(Tasks.Features, units: 6, seed: 3) { BackboneUnits = 5, Dropout = 0.2f }, classes: Tasks.Features, seed: 3);

    /// <summary>Trains until the middle of an epoch.</summary>
    static void Interrupt(TrainerOptions options, int epoch)
    {
        using var cancellation = new CancellationTokenSource();
        new Trainer(Network(), options).Fit(Set, new Reports(Watch), cancellation.Token);

        void Watch(EpochReport report)
        {
            if (report.Epoch == epoch && !report.IsComplete)
                cancellation.Cancel();
        }
    }

    static void ShouldBe(TrainingHistory actual, TrainingHistory expected)
    {
        actual.EndedBy.Should().Be(expected.EndedBy);
        actual.Epochs.Should().HaveCount(expected.Epochs.Count);
        foreach (var (own, other) in actual.Epochs.Zip(expected.Epochs))
        {
            own.Should().BeEquivalentTo(other, but => but
                .Excluding(report => report.Elapsed).Excluding(report => report.TimeLeft).Excluding(report => report.SequencesPerSecond)
                .Excluding(report => report.Validation));
            own.Validation?.ToString().Should().Be(other.Validation?.ToString());
            own.Validation?.Loss.Should().Be(other.Validation!.Loss);
        }
    }
}
