using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Networks;

/// <summary>Lanes without a sample and steps after a sample's end never put a NaN into anything.</summary>
public class PaddingTests
{
    public static TheoryData<string, int> CellsAndCounts
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var cell in Cells.Keys)
            {
                foreach (var count in (int[])[1, 2, 8, 12, 16, 20, 33])
                    data.Add(cell, count);
            }

            return data;
        }
    }

    static Dictionary<string, Func<LiquidCell>> Cells { get; } = new()
    {
        ["by a sum of inputs"] = () => new SharesCell(),
        ["by the timespan"] = () => new SpeedCell(),
        ["by a decay that is an input"] = () => new InputDecayCell { Solver = ExponentialEuler.Instance },
        ["by the state"] = () => new StateCell(),
    };

    [Theory]
    [MemberData(nameof(CellsAndCounts))]
    public void Cells_that_divide_train_in_batches_of_every_size_and_length(string name, int count)
    {
        foreach (var ragged in (bool[])[false, true])
        {
            var network = LiquidNetwork.Classifier(Cells[name](), classes: 2);
            var set = SequenceSet.Of(Sequences(count, ragged));
            var trainer = new Trainer(network, new() { Epochs = 1, BatchSize = 20 });
            double.IsFinite(trainer.Fit(set).Last.Loss).Should().BeTrue();
            double.IsFinite(trainer.Evaluate(set).Loss).Should().BeTrue();
            network.Forward(set).Should().HaveCount(count);
            network.Forward(Sequences(count, ragged), null, out var final);
            final.Enumerate().Should().OnlyContain(value => float.IsFinite(value));
            network.Classify(set).Should().Equal(network.Predict(set).Select(classes => classes[^1]));
        }
    }

    [Fact]
    public void Lanes_without_a_sample_begin_with_a_state_that_was_given()
    {
        var network = LiquidNetwork.Regressor(new OneOverStateCell(), outputs: 1);
        var sequences = Sequences(12, ragged: true);
        var tape = new GradientTape(network);
        var gradients = new GradientSet(network.Parameters);
        var outputs = tape.Forward(sequences, Matrix<float>.Build.Dense(12, 2, 1.5f));
        tape.Backward(outputs, gradients);
        double.IsFinite(gradients.Norm()).Should().BeTrue();
    }

    [Fact]
    public void What_is_not_finite_is_named_by_a_step_that_exists()
    {
        var network = LiquidNetwork.Classifier(new InverseCell(), classes: 2);
        var sequences = Enumerable.Range(0, 9)
            .Select(index => new Sequence(Matrix<float>.Build.Dense(index == 4 ? 3 : 5, 1, 1f)) { Label = 0 }).ToArray();
        sequences[4].Values[2, 0] = 0;
        var set = SequenceSet.Of(sequences);
        const string Place = "*step 2 of sequence 4*";
        network.Invoking(it => it.Forward(set)).Should().Throw<ArithmeticException>().WithMessage(Place);
        network.Invoking(it => it.Classify(set)).Should().Throw<ArithmeticException>().WithMessage(Place);
        new Trainer(network).Invoking(it => it.Evaluate(set)).Should().Throw<ArithmeticException>().WithMessage(Place);
        new Trainer(network).Invoking(it => it.Fit(set)).Should().Throw<TrainingDivergedException>();
    }

    static Sequence[] Sequences(int count, bool ragged) =>
    [
        .. Enumerable.Range(0, count).Select(index => (Index: index, Length: ragged ? 2 + index * 3 % 7 : 5)).Select(of =>
            new Sequence(Matrix<float>.Build.Dense(of.Length, 3, (step, feature) => 1 + (step + feature + of.Index) % 4))
            {
                Label = of.Index % 2,
                Timespans = [.. Enumerable.Range(0, of.Length).Select(step => 0.5f + (step + of.Index) % 3)],
            }),
    ];

    sealed class SharesCell() : LiquidCell(3, 4, 4)
    {
        readonly Parameter weights = Parameter.Glorot("W", 7, 4, 3);

        public override Signal Next(Signal input, Signal state, Signal timespan) =>
            Tanh(Affine(weights, Concatenate(input / (Slice(input, 0, 1) + Slice(input, 1, 1) + Slice(input, 2, 1)), state)));
    }

    sealed class SpeedCell() : LiquidCell(3, 4, 4)
    {
        readonly Parameter weights = Parameter.Glorot("W", 7, 4, 3);

        public override Signal Next(Signal input, Signal state, Signal timespan) =>
            Tanh(Affine(weights, Concatenate(input, state)) / timespan);
    }

    sealed class InputDecayCell() : OdeCell(3, 3)
    {
        readonly Parameter weights = Parameter.Glorot("W", 3, 3, 3);

        protected override Rates Rates(Signal input, Signal state) => new(input, Tanh(Affine(weights, state)));
    }

    sealed class StateCell() : LiquidCell(3, 3, 3)
    {
        readonly Parameter weights = Parameter.Glorot("W", 3, 3, 3);

        public override Signal Next(Signal input, Signal state, Signal timespan) => input / (1 + Sigmoid(Affine(weights, state)));
    }

    sealed class OneOverStateCell() : LiquidCell(3, 2, 2)
    {
        readonly Parameter weights = Parameter.Glorot("W", 3, 2, 3);

        public override Signal Next(Signal input, Signal state, Signal timespan) =>
            1.5f + 0.1f * Tanh(Affine(weights, input) * (Constant(1) / state));
    }

    /// <summary>Gives an infinite state for an input of zero.</summary>
    sealed class InverseCell() : LiquidCell(1, 1, 1)
    {
        readonly Parameter gain = Parameter.Vector("gain", 1, 1);

        public override Signal Next(Signal input, Signal state, Signal timespan) => 0.1f * state + gain / input;
    }
}
