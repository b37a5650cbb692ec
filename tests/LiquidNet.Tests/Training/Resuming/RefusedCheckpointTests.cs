using System.Text.Json.Nodes;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Storage;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training.Resuming;

/// <summary>
/// A checkpoint of another training, or one that is not as it has to be, is refused with the reason, and nothing changes.
/// </summary>
public sealed class RefusedCheckpointTests : IDisposable
{
    static readonly SequenceSet Set = Tasks.Places(12);

    readonly TemporaryFolder folder = new();

    static readonly Dictionary<string, (Func<TrainerOptions, TrainerOptions> Change, string Message)> Cases = new()
    {
        ["batches"] = (options => options with { BatchSize = 5 }, "*BatchSize was 4 and is 5*"),
        ["order"] = (options => options with { Shuffle = false }, "*Shuffle was true and is false*"),
        ["groups"] = (options => options with { GroupByLength = true }, "*GroupByLength was false and is true*"),
        ["seed"] = (options => options with { Seed = 1 }, "*Seed was 0 and is 1*"),
        ["optimiser"] = (options => options with { Optimizer = new Sgd(0.1f) }, "*Optimizer was Adam*and is Sgd*"),
        ["rate"] = (options => options with { Optimizer = new Adam(0.5f) }, "*Optimizer was Adam*and is Adam*0.5*"),
        ["loss"] = (options => options with { Loss = new SoftmaxCrossEntropy { ClassWeights = [1, 2, 3] } }, "*Loss was*none*[1, 2, 3]*"),
        ["clipping"] = (options => options with { Clipping = GradientClipping.ByValue(1) }, "*Clipping was none and is*"),
        ["truncation"] = (options => options with { TruncationSteps = 3 }, "*TruncationSteps was none and is 3*"),
        ["validation"] = (options => options with { Validation = Set }, "*number of validation sequences was none and is 12*"),
        ["fewer epochs"] = (options => options with { Epochs = 1 }, "*2 epochs far, and is to end after 1*"),
        ["schedule"] = (options => options with { Schedule = LearningRateSchedule.Cosine(0.1) }, "*Schedule was ConstantRate*"),
    };

    public static TheoryData<string> Names { get; } = new(Cases.Keys);

    TrainerOptions Options => new() { Epochs = 2, BatchSize = 4, Checkpoints = new(folder.Path) };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Other_options_are_refused(string name)
    {
        new Trainer(Tasks.Classifier(), Options).Fit(Set);
        ShouldRefuse<InvalidOperationException>(Cases[name].Change(Options), Tasks.Classifier(), Set, Cases[name].Message);
    }

    [Fact]
    public void More_epochs_are_refused_where_the_schedule_looks_at_their_number()
    {
        var options = Options with { Schedule = LearningRateSchedule.Cosine(0.1) };
        new Trainer(Tasks.Classifier(), options).Fit(Set);
        ShouldRefuse<InvalidOperationException>(
            options with { Epochs = 3 }, Tasks.Classifier(), Set, "*schedule gave other learning rates*");
    }

    [Fact]
    public void Another_set_and_another_network_are_refused()
    {
        new Trainer(Tasks.Classifier(), Options).Fit(Set);
        ShouldRefuse<InvalidOperationException>(
            Options, Tasks.Classifier(), Tasks.Places(11), "*number of sequences was 12 and is 11*folder of its own*");
        ShouldRefuse<InvalidOperationException>(
            Options, LiquidNetwork.Classifier(new GruCell(Tasks.Features, 8), classes: 3), Set, "*its network is not*GRU 3 -> 8*");
    }

    [Fact]
    public void As_many_other_sequences_are_refused()
    {
        var options = Options with { Validation = Tasks.Places(9) };
        new Trainer(Tasks.Classifier(), options).Fit(Set);
        Sequence[] sequences = [.. Enumerable.Range(0, Set.Count).Select(Set.ToSequence)];
        var last = sequences[^1];
        foreach (var other in (SequenceSet[])
            [
                Tasks.Places(12, seed: 2), Tasks.Turned(12), Set.Subset([.. Enumerable.Range(0, 12).Reverse()]),
                SequenceSet.Of([.. sequences[..^1], new(last.Values) { Label = last.Label, Weight = 2 }]),
                SequenceSet.Of([.. sequences[..^1], new(last.Values) { Label = last.Label, Timespans = [1, 1, 1, 1, 2] }]),
                SequenceSet.Of([.. sequences[..^1], new(last.Values.SubMatrix(0, 4, 0, Tasks.Features)) { Label = last.Label }]),
            ])
        {
            ShouldRefuse<InvalidOperationException>(
                options, Tasks.Classifier(), other, "*what some of its sequences hold (as a hash) was * and is *");
        }

        ShouldRefuse<InvalidOperationException>(
            options with { Validation = Tasks.Places(9, seed: 2) }, Tasks.Classifier(), Set, "*its validation sequences hold*");
        new Trainer(Tasks.Classifier(), options).Fit(SequenceSet.Of(sequences)).Epochs.Should().HaveCount(2, "they are the same sequences");
    }

    [Fact]
    public void Other_target_values_and_other_steps_of_long_sequences_are_told_apart()
    {
        var set = SyntheticSequences.IrregularSines(count: 40, length: 100, seed: 1);
        var network = () => LiquidNetwork.Regressor(new GruCell(1, 2), outputs: 1);
        new Trainer(network(), Options).Fit(set);
        Sequence[] sequences = [.. Enumerable.Range(0, set.Count).Select(set.ToSequence)];
        foreach (var (values, targets) in (IEnumerable<(float, float)>)[(1, 0), (0, 1)])
        {
            var last = sequences[^1];
            var other = new Sequence(Changed(last.Values, values))
            {
                Timespans = last.Timespans,
                Targets = Changed(last.Targets!, targets),
            };
            ShouldRefuse<InvalidOperationException>(
                Options, network(), SequenceSet.Of([.. sequences[..^1], other]), "*sequences hold*");
        }

        static Matrix<float> Changed(Matrix<float> values, float by)
        {
            var changed = values.Clone();
            changed[99, 0] += by;
            return changed;
        }
    }

    [Fact]
    public void Other_values_of_what_is_not_trained_are_refused()
    {
        new Trainer(Tasks.Classifier().Standardized(Set), Options).Fit(Set);
        ShouldRefuse<InvalidOperationException>(
            Options, Tasks.Classifier().Standardized(Tasks.Places(11)), Set,
            "*its 'input.mean', which is not trained, has other values*standardised by other sequences*");
        new Trainer(Tasks.Classifier().Standardized(Set), Options).Fit(Set).Epochs.Should().HaveCount(2);
    }

    [Fact]
    public void A_network_that_cannot_be_saved_is_refused_before_training()
    {
        var parameter = Parameter.Vector("leak", [1], new Anything());
        var network = LiquidNetwork.Classifier(
            new FormulaCell(Tasks.Features, Tasks.Features, (input, state, _) => parameter * state + input), classes: 3);
        ShouldRefuse<InvalidOperationException>(Options, network, Set, "*'leak' is kept by a Anything*");
        Directory.Exists(folder.Path).Should().BeFalse();
    }

    [Theory]
    [InlineData("version", "1", "*training: it is of version 1*reads version 2: delete the file to begin anew*")]
    [InlineData("steps", "-1", "*training.steps: expected a whole number*")]
    [InlineData("epochs", "\"2\"", "*training.epochs*")]
    [InlineData("epochs", "1", "*training.epochs: expected a whole number*")]
    [InlineData("reports", "[]", "*training.reports: a checkpoint has at least one epoch*")]
    [InlineData("reports", "[{}]", "*training.reports[0]: it has no 'batches'*")]
    [InlineData("settings", "{}", "*training.settings: it has no 'BatchSize'*")]
    public void What_is_wrong_with_the_state_is_named(string key, string value, string message)
    {
        new Trainer(Tasks.Classifier(), Options).Fit(Set);
        Alter(
            (name, text) => name == "liquidnet.training" ? With(text, key, JsonNode.Parse(value)!) : text,
            (_, values) => values);
        ShouldRefuse<InvalidDataException>(Options, Tasks.Classifier(), Set, message);
    }

    [Fact]
    public void A_file_without_state_or_with_numbers_that_are_none_is_refused()
    {
        new Trainer(Tasks.Classifier(), Options).Fit(Set);
        Alter((_, text) => text, (name, values) => name == "training/optimizer/tau" ? [float.NaN, .. values[1..]] : values);
        ShouldRefuse<InvalidDataException>(Options, Tasks.Classifier(), Set, "*'training/optimizer/tau' does not hold * finite numbers*");

        Tasks.Classifier().Save(folder.Checkpoint);
        ShouldRefuse<InvalidDataException>(Options, Tasks.Classifier(), Set, "*holds no state of a training*");
        File.WriteAllText(folder.Checkpoint, "");
        ShouldRefuse<InvalidDataException>(Options, Tasks.Classifier(), Set, "*it has 0 bytes*");
    }

    [Fact]
    public void What_an_ended_writer_left_beside_is_removed()
    {
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText($"{folder.Checkpoint}.0123.partial", "half");
        new Trainer(Tasks.Classifier(), Options).Fit(Set);
        Directory.GetFiles(folder.Path).Should().Equal(folder.Checkpoint);
    }

    static void ShouldRefuse<TException>(TrainerOptions options, LiquidNetwork network, SequenceSet set, string message)
        where TException : Exception
    {
        var before = Tasks.Weights(network);
        new Trainer(network, options).Invoking(it => it.Fit(set)).Should().Throw<TException>().WithMessage(message);
        Tasks.Weights(network).Should().Equal(before);
    }

    static string With(string text, string key, JsonNode value)
    {
        var json = JsonNode.Parse(text)!;
        json[key] = value;
        return json.ToJsonString();
    }

    void Alter(Func<string, string, string> metadata, Func<string, float[], float[]> tensor)
    {
        var file = SafetensorsFile.Parse(File.ReadAllBytes(folder.Checkpoint));
        var writer = new SafetensorsWriter();
        foreach (var (name, text) in file.Metadata)
            writer.Metadata.Add(name, metadata(name, text));
        foreach (var stored in file.Tensors)
            writer.Add(stored.Name, [.. stored.Shape], tensor(stored.Name, file.ReadValues(stored.Name)));
        writer.Save(folder.Checkpoint);
    }

    sealed class Anything : Projection
    {
        public override void Apply(Span<float> values)
        {
        }
    }
}
