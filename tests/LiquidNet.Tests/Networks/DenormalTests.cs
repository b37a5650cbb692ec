using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Online;
using LiquidNet.Tests.Cells;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Networks;

/// <summary>Numbers below the least normal one are zero to a model, for processors take many times longer for them.</summary>
public class DenormalTests
{
    const float Denormal = 1e-39f;

    const int Loud = 20, Silent = 1500;

    /// <summary>The article's own update, which is not scaled, leaves all bounds even in silence.</summary>
    public static TheoryData<string> Cells => new(CellCatalog.Names.Where(name => name != "Unscaled leaky integrator"));

    [Theory]
    [MemberData(nameof(Cells))]
    public void After_silence_no_state_is_denormal(string name)
    {
        var network = LiquidNetwork.Regressor(CellCatalog.Find(name).Create(1), outputs: 2);
        var sequence = Fading(network.InputSize);
        var (stream, outputs) = (network.OpenStream(), network.Forward(sequence));
        for (var step = 0; step < sequence.Length; step++)
        {
            var prediction = stream.Step(sequence.Values.Row(step).AsArray());
            for (var output = 0; output < prediction.Length; output++)
                prediction[output].Should().Be(outputs[step, output]);
            Array.Exists(stream.State.ToArray(), float.IsSubnormal).Should().BeFalse();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Batches_forget_denormal_states_as_streams_do(int count)
    {
        var cell = new LeakyIntegratorCell(inputSize: 3, units: 5, seed: 1);
        var sequences = Enumerable.Repeat(Fading(features: 3), count).Append(new Sequence(Matrix<float>.Build.Dense(7, 3, 1))).ToArray();
        new LiquidLayer(cell).Forward(sequences, null, out var states);
        states.Enumerate().Should().NotContain(value => float.IsSubnormal(value));
        states.Row(0).Should().OnlyContain(value => value == 0);
    }

    [Fact]
    public void A_denormal_input_is_zero()
    {
        var network = Network();
        Matrix<float> zero = Matrix<float>.Build.Dense(4, 3), denormal = Matrix<float>.Build.Dense(4, 3, Denormal);
        var longer = new Sequence(Matrix<float>.Build.Dense(6, 3, 1));
        network.Forward(new Sequence(denormal)).Should().Be(network.Forward(new Sequence(zero)));
        network.Forward([longer, new Sequence(denormal)])[1].Should().Be(network.Forward(new Sequence(zero)));
        network.OpenStream().Step([Denormal, -Denormal, 0]).ToArray().Should().Equal(network.OpenStream().Step([0, 0, 0]).ToArray());
    }

    [Fact]
    public void A_denormal_input_is_zero_for_a_learner_too()
    {
        var network = Network();
        foreach (var weights in network.Parameters.Where(parameter => parameter.Name.EndsWith("W_in", StringComparison.Ordinal)))
            weights.Values.Fill(1e30f);
        var (learner, silent) = (new ImmediateDerivative(network), new ImmediateDerivative(network));
        learner.Observe([Denormal, Denormal, 0]).ToArray().Should().Equal(silent.Observe([0, 0, 0]).ToArray());
        learner.State.ToArray().Should().Equal(silent.State.ToArray());
    }

    [Fact]
    public void A_denormal_timespan_is_zero()
    {
        var network = LiquidNetwork.Regressor(new CtGruCell(inputSize: 3, units: 4, seed: 1), outputs: 2);
        network.OpenStream().Step([1, 2, 3], Denormal).ToArray().Should().Equal(network.OpenStream().Step([1, 2, 3], 0).ToArray());
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("forward")]
    [InlineData("evaluate")]
    [InlineData("fit")]
    public void A_denormal_weight_becomes_zero_with_the_next_run(string run)
    {
        var network = Network();
        var weights = network.Parameters["candidate.W_in"];
        weights.Values.Fill(Denormal);
        weights.IsTrainable = false;
        var set = SequenceSet.Of([new Sequence(Matrix<float>.Build.Dense(4, 3, 1)) { Target = [1, 2] }]);
        switch (run)
        {
            case "stream":
                network.OpenStream();
                break;
            case "forward":
                network.Forward(set.ToSequence(0));
                break;
            case "evaluate":
                new Trainer(network).Evaluate(set);
                break;
            default:
                new Trainer(network, new() { Epochs = 1 }).Fit(set);
                break;
        }

        weights.Values.ToArray().Should().OnlyContain(value => value == 0);
    }

    [Fact]
    public void What_equations_see_of_a_positive_parameter_is_never_denormal()
    {
        var cell = new ScaledInputCell();
        cell.Scale.Values[0] = -90;
        cell.Scale.GetEffectiveValues()[0].Should().BeInRange(float.Epsilon, 1e-38f);
        var stream = LiquidNetwork.Regressor(cell, outputs: 1).OpenStream();
        stream.Step([float.MaxValue]);
        stream.State[0].Should().Be(0);
    }

    static LiquidNetwork Network() => LiquidNetwork.Regressor(new GruCell(inputSize: 3, units: 5, seed: 1), outputs: 2);

    static Sequence Fading(int features) =>
        new(Matrix<float>.Build.Dense(Loud + Silent, features, (step, feature) => step < Loud ? MathF.Sin(step + 2 * feature) : 0));

    sealed class ScaledInputCell() : LiquidCell(inputSize: 1, stateSize: 1, outputSize: 1)
    {
        public Parameter Scale { get; } = Parameter.Positive("scale", units: 1, initial: 1);

        public override Signal Next(Signal input, Signal state, Signal timespan) => SignalFunctions.Tanh(Scale * input);
    }
}
