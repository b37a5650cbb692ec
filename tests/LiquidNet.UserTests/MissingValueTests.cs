using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.UserTests;

public class MissingValueTests
{
    const int Features = 3, Steps = 10;

    [Fact]
    public void What_was_seen_last_is_learned_through_gaps_and_in_any_unit()
    {
        var cell = new MissingValueCell(Features, inputs => new CfcCell(inputs, units: 16, seed: 1));
        var network = LiquidNetwork.Classifier(cell, classes: 2, seed: 1).Standardized(LastSeen(400, seed: 1));
        var trainer = network.ShouldLearn(LastSeen(400, seed: 1), new() { Epochs = 40, BatchSize = 16, Optimizer = new Adam(0.01f) });
        trainer.Evaluate(LastSeen(400, seed: 2)).Accuracy.Should().BeGreaterThan(0.95);
    }

    [Fact]
    public void A_cell_of_ones_own_that_asks_what_is_missing_takes_it()
    {
        var network = LiquidNetwork.Classifier(new ForgetfulCell(Features, units: 16), classes: 2).Standardized(LastSeen(400, seed: 1));
        network.ShouldLearn(LastSeen(400, seed: 1));
        new LiquidLayer(new GruCell(Features, 4)).Invoking(it => it.Forward(LastSeen(1, seed: 1))).Should().Throw<ArgumentException>()
            .WithMessage("*MissingValueCell*");
    }

    /// <summary>Features of different units, a third of them measured; was the first one above its mean when it was seen last?</summary>
    static SequenceSet LastSeen(int count, int seed)
    {
        var random = new Random(seed);
        return SequenceSet.Of(Enumerable.Range(0, count).Select(_ =>
        {
            var values = Matrix<float>.Build.Dense(Steps, Features, (step, feature) =>
                random.Next(3) > 0 && (step, feature) != (0, 0) ? float.NaN : 1_000 * feature + 40 * (1 + feature) * random.NextSingle());
            return new Sequence(values) { Label = values.Column(0).Last(float.IsFinite) > 20 ? 1 : 0 };
        }));
    }

    /// <summary>Counts what is missing as zero.</summary>
    sealed class ForgetfulCell(int inputSize, int units) : LiquidCell(inputSize, units, units)
    {
        readonly GruCell cell = new(2 * inputSize, units, seed: 1);

        protected override IEnumerable<(string Name, LiquidCell Cell)> Parts => [("cell", cell)];

        public override Signal Next(Signal input, Signal state, Signal timespan) =>
            cell.Advance(Concatenate(ZeroIfNaN(input), IsNaN(input)), state, timespan);
    }
}
