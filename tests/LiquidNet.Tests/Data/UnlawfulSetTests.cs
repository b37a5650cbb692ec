using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Tests.Data.Support;
using LiquidNet.Training;

namespace LiquidNet.Tests.Data;

/// <summary>Sets of one's own that break what sets promise are refused by a message that says so.</summary>
public sealed class UnlawfulSetTests
{
    static readonly Dictionary<string, Action<SequenceSet>> Uses = new()
    {
        ["training"] = set => new Trainer(Network(), new() { Epochs = 1, Threads = 1 }).Fit(set),
        ["training in pieces"] = set => new Trainer(Network(), new() { Epochs = 1, Threads = 1, TruncationSteps = 2 }).Fit(set),
        ["grouping by length"] = set => new Trainer(Network(), new() { Epochs = 1, Threads = 1, GroupByLength = true }).Fit(set),
        ["evaluation"] = set => new Trainer(Network(), new() { Threads = 1 }).Evaluate(set),
        ["a readout solved for"] = set => new RidgeRegression { Threads = 1 }.Fit(Network(), set),
        ["forward"] = set => Network().Forward(set),
        ["standardising"] = set => Standardization.Fit(set),
        ["standardising targets"] = set => Standardization.FitTargets(set),
        ["windows"] = set => SequenceWindows.Of(set, length: 2),
        ["splitting by time"] = set => set.SplitByTime(0.5),
    };

    static readonly Dictionary<string, Action<SequenceSet>> Divisions = new()
    {
        ["splitting"] = set => set.Split(0.5),
        ["folds"] = set => set.Folds(2),
        ["cross-validation"] = set => CrossValidation.Run(_ => Network(), set, 2),
    };

    public static TheoryData<string> UseNames => [.. Uses.Keys];

    public static TheoryData<string> AllNames => [.. Uses.Keys, .. Divisions.Keys];

    [Theory]
    [MemberData(nameof(AllNames))]
    public void A_number_of_sequences_that_cannot_be_is_refused(string use)
    {
        var act = Uses.GetValueOrDefault(use) ?? Divisions[use];
        act.Invoking(it => it(new ScriptedSet(() => int.MaxValue, _ => 3))).Should().Throw<ArgumentException>()
            .WithMessage("The set has 2,147,483,647 sequences, more than*an array can hold: give a part of it.*");
        foreach (var count in (int[])[0, -1])
        {
            act.Invoking(it => it(new ScriptedSet(() => count, _ => 3))).Should().Throw<ArgumentException>()
                .WithMessage("The set holds no sequence.*");
        }
    }

    [Theory]
    [MemberData(nameof(UseNames))]
    public void A_number_of_steps_that_cannot_be_is_refused(string use)
    {
        foreach (var length in (int[])[0, -5, int.MinValue])
        {
            Uses[use].Invoking(it => it(new ScriptedSet(() => 3, index => index == 1 ? length : 3))).Should().Throw<ArgumentException>()
                .WithMessage($"Sequence 1 has {length} steps; a sequence needs at least one.*");
        }

        Uses[use].Invoking(it => it(new ScriptedSet(() => 1, _ => int.MaxValue))).Should().Throw<ArgumentException>()
            .WithMessage("Sequence 0 has 2,147,483,647 steps, and arrays hold 2,147,483,591 here: cut it into parts*");
    }

    [Fact]
    public void Sequences_that_are_too_long_side_by_side_are_refused() =>
        Uses["evaluation"].Invoking(it => it(new ScriptedSet(() => 5, _ => 500_000_000))).Should().Throw<ArgumentException>()
            .WithMessage("Sequence 0 has 500,000,000 steps, and arrays hold 268,435,448 here: cut it into parts, such as SequenceWindows.");

    [Fact]
    public void A_set_that_changes_while_it_is_run_is_refused()
    {
        var count = 3;
        var shrinking = new ScriptedSet(() => count, index => (count = index == 2 ? 2 : count) + 1);
        Network().Invoking(it => it.Forward(shrinking)).Should().Throw<ArgumentException>()
            .WithMessage("The set had 3 sequences and has 2 now: *the same every time*");

        var asked = 0;
        var growing = new ScriptedSet(() => 1, _ => 3 + asked++);
        Network().Invoking(it => it.Forward(growing)).Should().Throw<ArgumentException>()
            .WithMessage("Sequence 0 had 3 steps and has * now: *the same every time*");
    }

    [Fact]
    public void A_set_of_an_epoch_has_the_sequences_of_the_whole()
    {
        var (three, two) = (new ScriptedSet(() => 3, _ => 3), new ScriptedSet(() => 2, _ => 3));
        var versions = new ScriptedSet(() => 3, _ => 3) { Version = epoch => epoch == 0 ? three : two };
        var nothing = new ScriptedSet(() => 3, _ => 3) { Version = _ => null };
        var options = new TrainerOptions { Epochs = 2, Threads = 1 };
        new Trainer(Network(), options).Invoking(it => it.Fit(versions)).Should().Throw<ArgumentException>().WithParameterName("set")
            .WithMessage("The set had 3 sequences when training began and has 2 for epoch 1: *");
        new Trainer(Network(), options).Invoking(it => it.Fit(nothing)).Should().Throw<ArgumentException>().WithParameterName("set")
            .WithMessage("The set gives nothing for epoch 0.*");
    }

    static LiquidNetwork Network() => LiquidNetwork.Regressor(new CtRnnCell(1, 2, seed: 1), outputs: 1);
}
