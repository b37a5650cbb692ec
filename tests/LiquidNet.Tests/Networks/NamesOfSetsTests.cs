using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Storage;
using LiquidNet.Tests.Training.Resuming;
using LiquidNet.Training;

namespace LiquidNet.Tests.Networks;

/// <summary>A set whose features or classes are called otherwise than those of a network is refused wherever it could be run.</summary>
public sealed class NamesOfSetsTests
{
    static readonly SequenceTable Table = Read("id,a,b,y\n1,1,2,no\n2,3,4,yes\n3,5,7,no\n");
    static readonly SequenceTable Swapped = Read("id,b,a,y\n1,2,1,no\n2,4,3,yes\n3,7,5,no\n");
    static readonly SequenceTable Renamed = Read("id,b,a,y\n1,1,2,no\n2,3,4,yes\n3,5,7,no\n");
    static readonly SequenceTable OtherClasses = Read("id,a,b,y\n2,3,4,yes\n");

    public static TheoryData<string> Ways { get; } = ["standardised", "trained", "solved", "loaded"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_network_that_learned_names_refuses_others(string way)
    {
        var network = Learned(way);
        network.FeatureNames.Should().Equal("a", "b");
        network.OutputNames.Should().Equal("no", "yes");
        Action<SequenceSet>[] anything =
        [
            set => new Trainer(network, new() { Epochs = 1 }).Fit(set), set => new Trainer(network).Evaluate(set),
            set => _ = new Trainer(network, new() { Validation = set }), set => new RidgeRegression().Fit(network, set),
            set => network.Classify(set), set => network.Predict(set),
        ];
        foreach (var run in (Action<SequenceSet>[])[.. anything, set => network.Forward(set)])
        {
            FluentActions.Invoking(() => run(Swapped.Subset([1, 0]))).Should().Throw<ArgumentException>()
                .WithMessage("Feature 0 of the set is 'b', but that of the network is 'a'*ReadCsv(path, table.Schema)*");
            run(Table);
        }

        foreach (var run in anything)
        {
            FluentActions.Invoking(() => run(OtherClasses)).Should().Throw<ArgumentException>()
                .WithMessage("Class 0 of the set is 'yes', but that of the network is 'no'*ReadCsv(path, table.Schema)*");
        }

        var unnamed = SequenceSet.Of(Enumerable.Range(0, 3).Select(Table.ToSequence));
        new Trainer(network).Evaluate(unnamed).Count.Should().Be(3);
    }

    [Fact]
    public void A_validation_set_is_compared_with_the_set_that_is_learned_from()
    {
        var network = Network();
        var trainer = new Trainer(network, new() { Validation = Swapped });
        trainer.Invoking(it => it.Fit(Table)).Should().Throw<ArgumentException>()
            .WithMessage("Feature 0 of the validation set is 'b', but that of the set that is learned from is 'a'*");
        network.FeatureNames.Should().BeEmpty("nothing was learned");
    }

    [Fact]
    public void A_training_that_goes_on_knows_the_names_of_its_checkpoint()
    {
        using var folder = new TemporaryFolder();
        var options = new TrainerOptions { Epochs = 1, Checkpoints = new(folder.Path) };
        new Trainer(Network(), options).Fit(Table);
        LiquidNetwork.Load(folder.Checkpoint).FeatureNames.Should().Equal("a", "b");
        new Trainer(Network(), options).Fit(Table);
        var other = Network();
        new Trainer(other, options).Invoking(it => it.Fit(Renamed)).Should().Throw<InvalidOperationException>().WithMessage("*names*");
        other.FeatureNames.Should().BeEmpty();
    }

    static LiquidNetwork Learned(string way)
    {
        var network = Network();
        switch (way)
        {
            case "standardised":
                return network.Standardized(Table);
            case "solved":
                new RidgeRegression().Fit(network, Table);
                return network;
            default:
                new Trainer(network, new() { Epochs = 1 }).Fit(Table);
                if (way == "trained")
                    return network;
                using (var file = new MemoryStream())
                {
                    network.Save(file);
                    file.Position = 0;
                    return LiquidNetwork.Load(file);
                }
        }
    }

    static LiquidNetwork Network() => LiquidNetwork.Classifier(new GruCell(2, 3, seed: 1), classes: 2, seed: 1);

    static SequenceTable Read(string text) => SequenceTable.ParseCsv(text, "id", label: "y");
}
