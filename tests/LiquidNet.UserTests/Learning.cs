using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.UserTests;

/// <summary>Tasks that small networks learn in a second, and the question whether one did.</summary>
static class Learning
{
    /// <summary>One of two frequencies, to be told after the last step.</summary>
    public static SequenceSet Sines { get; } = SyntheticSequences.Sines(count: 64, length: 16, classes: 2, seed: 1);

    /// <summary>A sine read at irregular times; every step asks for its value one unit ahead.</summary>
    public static SequenceSet IrregularSines { get; } = SyntheticSequences.IrregularSines(count: 64, length: 16, seed: 1);

    /// <summary>Trains, and expects a loss of less than two thirds of what it was.</summary>
    public static Trainer ShouldLearn(this LiquidNetwork network, SequenceSet set, TrainerOptions? options = null)
    {
        var trainer = new Trainer(network, options ?? new() { Epochs = 30, BatchSize = 16, Optimizer = new Adam(0.02f) });
        var before = trainer.Evaluate(set).Loss;
        trainer.Fit(set);
        trainer.Evaluate(set).Loss.Should().BeLessThan(before * 2 / 3);
        return trainer;
    }
}
