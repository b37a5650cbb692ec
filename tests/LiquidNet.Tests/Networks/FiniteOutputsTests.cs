using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Online;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Networks;

/// <summary>Numbers beyond all bounds are reported wherever outputs are given.</summary>
public sealed class FiniteOutputsTests
{
    // A step many times its time constant multiplies the state by a number far below -1, and no solver knows how long is too long.
    const float Unstable = 1e4f;

    const string Place = "*not finite in step * of sequence 17*";

    readonly LiquidNetwork network = LiquidNetwork.Classifier(
        new UnscaledLeakyIntegratorCell(inputSize: 2, units: 3, timeConstant: 1, seed: 1), classes: 3);

    [Fact]
    public void A_step_is_refused_and_leaves_its_state_where_the_state_alone_or_the_prediction_alone_is_not_finite()
    {
        var ofState = LiquidNetwork.Regressor(
            new FormulaCell(1, 2, (input, _, _) => Concatenate(2 * input, Exp(30 * input)), state => Slice(state, 0, 1), outputSize: 1), 1);
        var ofPrediction = LiquidNetwork.Regressor(new FormulaCell(1, 1, (input, _, _) => 2 * input), outputs: 1)
            .Standardized(new([0], [1]), new([0], [1e38f]));
        foreach (var network in (LiquidNetwork[])[ofState, ofPrediction])
        {
            network.Parameters["W_out"].Values.Fill(1);
            var (stream, learner, pool) = (network.OpenStream(), new ImmediateDerivative(network), new LearnerPool<int>(network));
            stream.Step([1]);
            learner.Observe([1]);
            pool.Observe(7, [1], 1, new float[1]);
            var (state, snapshot) = (stream.State.ToArray(), pool.Snapshot(7));

            stream.Invoking(it => it.Step([3])).Should().Throw<ArithmeticException>();
            learner.Invoking(it => it.Observe([3])).Should().Throw<ArithmeticException>();
            pool.Invoking(it => it.Observe(7, [3], 1, new float[1])).Should().Throw<ArithmeticException>();

            stream.State.ToArray().Should().Equal(state);
            learner.State.ToArray().Should().Equal(state);
            pool.Snapshot(7).Should().Equal(snapshot);
        }
    }

    [Fact]
    public void A_forward_run_names_sequence_and_step() =>
        network.Invoking(it => it.Forward(Sequences(bad: 17))).Should().Throw<ArithmeticException>().WithMessage(Place);

    [Fact]
    public void No_class_is_chosen_from_outputs_that_are_no_numbers()
    {
        network.Invoking(it => it.Classify(Sequences(bad: 0)[0])).Should().Throw<ArithmeticException>();
        network.Invoking(it => it.Predict(Sequences(bad: 0)[0])).Should().Throw<ArithmeticException>();
    }

    [Fact]
    public void A_layer_gives_no_final_state_that_is_no_number() =>
        new LiquidLayer(network.Cell).Invoking(it => it.Forward(Sequences(bad: 17), null, out _)).Should().Throw<ArithmeticException>()
            .WithMessage("*sequence 17*");

    [Fact]
    public void An_evaluation_counts_no_outputs_that_are_no_numbers() =>
        new Trainer(network).Invoking(it => it.Evaluate(SequenceSet.Of(Sequences(bad: 17)))).Should().Throw<ArithmeticException>()
            .WithMessage(Place);

    [Fact]
    public void A_validation_that_diverges_ends_training()
    {
        var options = new TrainerOptions { Validation = SequenceSet.Of(Sequences(bad: 17)), RestoreBest = true };

        new Trainer(network, options).Invoking(it => it.Fit(SequenceSet.Of(Sequences(bad: -1))))
            .Should().Throw<TrainingDivergedException>().WithMessage("*epoch 1*validation*").WithInnerException<ArithmeticException>();
    }

    [Fact]
    public void What_stands_in_the_padding_does_not_matter()
    {
        var short17 = Sequences(bad: -1).Select((sequence, index) => index == 17 ? Zeros(length: 1, Unstable) : sequence).ToArray();

        network.Forward(short17)[17].RowCount.Should().Be(1);
    }

    /// <summary>20 sequences, more than one shard, of which one is unstable.</summary>
    static Sequence[] Sequences(int bad) => [.. Enumerable.Range(0, 20).Select(index => Zeros(40, index == bad ? Unstable : 0.1f))];

    static Sequence Zeros(int length, float timespan) => new(Matrix<float>.Build.Dense(length, 2, 0.5f))
    {
        Timespans = [.. Enumerable.Repeat(timespan, length)],
        Label = 0,
    };
}
