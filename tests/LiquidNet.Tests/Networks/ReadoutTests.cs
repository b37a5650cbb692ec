using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Networks;

/// <summary>Readouts are equations, built-in ones and those of one's own.</summary>
public class ReadoutTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(21)]
    public void A_readout_alone_gives_what_it_gives_in_a_network(int rows)
    {
        var cell = new GruCell(2, 5, seed: 1);
        var x = Matrix<float>.Build.Random(rows, 2, 1);
        Readout[] readouts = [new SoftmaxReadout(5, 3), new LinearReadout(5, 2), new IdentityReadout(5), new ScaledReadout(5)];
        foreach (var readout in readouts)
        {
            var alone = readout.Forward(new LiquidLayer(cell).Forward(x));
            var within = new LiquidNetwork(cell, readout).Forward(x);
            (alone - within).Enumerate().Max(Math.Abs).Should().BeLessThan(1e-6f);
        }
    }

    [Fact]
    public void Its_parameters_are_found_in_its_equation()
    {
        new SoftmaxReadout(4, 3).Parameters.Select(parameter => parameter.ToString()).Should().Equal("b_out [3]", "W_out [4 x 3]");
        new IdentityReadout(4).Parameters.Should().BeEmpty();
        new ScaledReadout(4).Parameters.Select(parameter => parameter.Name).Should().Equal("gain", "temperature");
    }

    [Fact]
    public void Whether_it_classifies_is_its_own_word()
    {
        var x = new Sequence(Matrix<float>.Build.Random(3, 2, 1));
        new LiquidNetwork(new GruCell(2, 4), new ScaledReadout(4)).Classify(x).Should().BeInRange(0, 3);
        LiquidNetwork.Regressor(new GruCell(2, 4), 2).Invoking(it => it.Classify([x])).Should().Throw<InvalidOperationException>();
        LiquidNetwork.Regressor(new GruCell(2, 4), 2).Invoking(it => it.Predict(SequenceSet.Of([x]))).Should()
            .Throw<InvalidOperationException>();
    }

    [Fact]
    public void Another_size_than_declared_is_refused() =>
        FluentActions.Invoking(() => new LiquidNetwork(new GruCell(2, 4), new NarrowReadout()))
            .Should().Throw<InvalidOperationException>().WithMessage("*'NarrowReadout' has 2 rows*declares 4*");

    [Fact]
    public void A_parameter_made_inside_an_equation_is_refused_with_the_cure()
    {
        foreach (var build in (Func<LiquidNetwork>[])
        [
            () => LiquidNetwork.Regressor(new FreshCell(), 1),
            () => LiquidNetwork.Regressor(new StackedCell(new GruCell(3, 3), new FreshCell()), 1),
            () => new LiquidNetwork(new GruCell(3, 4), new FreshReadout()),
        ])
        {
            build.Should().Throw<InvalidOperationException>().WithMessage("*Fresh*'W'*keep it in a field*");
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_readout_alone_takes_and_gives_finite_numbers(float value)
    {
        var readout = new LinearReadout(inputSize: 4, outputs: 2);
        var (outputs, predictions) = (Matrix<float>.Build.Dense(21, 4), Matrix<float>.Build.Dense(21, 2));
        outputs[19, 2] = value;
        readout.Invoking(it => it.Forward(outputs)).Should().Throw<ArgumentException>().WithMessage("*finite*row 19, column 2 is*");
        readout.Invoking(it => it.Forward(outputs, predictions)).Should().Throw<ArgumentException>().WithParameterName("outputs");
        outputs[19, 2] = 0;
        readout.Forward(outputs, predictions);
        readout.Bias.Values[1] = value;
        readout.Invoking(it => it.Forward(outputs)).Should().Throw<ArithmeticException>().WithMessage("*'linear 2'*'b_out'*restore*");
    }

    [Fact]
    public void What_is_not_finite_is_looked_for_in_the_parameters_first()
    {
        var gru = LiquidNetwork.Regressor(new GruCell(2, 3), 1);
        gru.Parameters["candidate.W_in"].Values[0] = float.NaN;
        var x = Matrix<float>.Build.Random(3, 2, 1);
        gru.Invoking(it => it.Forward(x)).Should().Throw<ArithmeticException>().WithMessage("*step 0 of sequence 0*'candidate.W_in'*").Which
            .Message.Should().NotContain("solver");
        gru.OpenStream().Invoking(it => it.Step([1, 1])).Should().Throw<ArithmeticException>().WithMessage("*'candidate.W_in'*");
        var euler = LiquidNetwork.Regressor(new UnscaledLeakyIntegratorCell(2, 3), 1);
        var far = new Sequence(Matrix<float>.Build.Dense(40, 2, 1f)) { Timespans = [.. Enumerable.Repeat(1e4f, 40)] };
        euler.Invoking(it => it.Forward(far)).Should().Throw<ArithmeticException>().WithMessage("*explicit solver*");
        new LiquidNetwork(new StackedCell(new GruCell(2, 2), new UnscaledLeakyIntegratorCell(2, 3)), new IdentityReadout(3))
            .Invoking(it => it.Forward(far)).Should().Throw<ArithmeticException>().WithMessage("*explicit solver*");
    }

    [Fact]
    public void A_prediction_of_parameters_alone_is_the_same_for_every_sample_and_is_trained()
    {
        var network = new LiquidNetwork(new GruCell(2, 4), new BiasReadout());
        var sequences = Enumerable.Range(0, 8).Select(seed => new Sequence(Matrix<float>.Build.Random(2, 2, seed)) { Target = [2, 2, 2] })
            .ToArray();
        network.Forward(sequences).Should().OnlyContain(output => output.Row(1).SequenceEqual(new float[] { 1, 2, 3 }));

        var gradients = new GradientSet(network.Parameters);
        new BackpropagationThroughTime(
            network, new MeanSquaredError()).Accumulate(SequenceSet.Of(sequences), [0, 1, 2, 3, 4, 5, 6, 7], gradients);
        gradients[network.Parameters["b"]].ToArray().Should().Equal(-2f / 3, 0, 2f / 3);
    }

    [Fact]
    public void A_parameter_that_nothing_reads_is_no_reason_to_refuse_a_cell() =>
        LiquidNetwork.Regressor(new HalfReadCell(), outputs: 1).Forward(Matrix<float>.Build.Random(2, 2, 1)).RowCount.Should().Be(2);

    sealed class BiasReadout() : Readout(4, 3)
    {
        readonly Parameter bias = Parameter.Vector("b", [1, 2, 3]);

        public override Signal Logits(Signal output) => bias;
    }

    sealed class HalfReadCell() : LiquidCell(2, 3, 3)
    {
        readonly Parameter read = Parameter.Glorot("W", 2, 3, seed: 1);
        readonly Parameter unread = Parameter.Glorot("V", 2, 3, seed: 2);

        public override Signal Next(Signal input, Signal state, Signal timespan) =>
            Slice(Concatenate(Tanh(Affine(read, input)), Affine(unread, input)), 0, 3);
    }

    /// <summary>Probabilities at a temperature that is learned too.</summary>
    sealed class ScaledReadout(int size) : Readout(size, size)
    {
        readonly Parameter gain = Parameter.Uniform("gain", size, -1, 1, 1);
        readonly Parameter temperature = Parameter.Positive("temperature", 1, 2);

        public override OutputKind OutputKind => OutputKind.Classes;

        public override Signal Logits(Signal output) => gain * output;

        public override Signal Predictions(Signal logits) => Softmax(logits / temperature);
    }

    sealed class NarrowReadout() : Readout(4, 4)
    {
        public override Signal Logits(Signal output) => Slice(output, 0, 2);
    }

    sealed class FreshCell() : LiquidCell(3, 4, 4)
    {
        public override string Name => "Fresh";

        public override Signal Next(Signal input, Signal state, Signal timespan) =>
            Tanh(Affine(Parameter.Glorot("W", 7, 4, 3), Concatenate(input, state)));
    }

    sealed class FreshReadout() : Readout(4, 1)
    {
        public override Signal Logits(Signal output) => Affine(Parameter.Glorot("W", 4, 1, 3), output);

        public override string ToString() => "Fresh";
    }
}
