using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.UserTests;

public class OwnOdeCellTests
{
    [Fact]
    public void It_trains() =>
        LiquidNetwork.Classifier(new GatedLeakCell(inputSize: 1, units: 12), classes: 2).ShouldLearn(Learning.Sines);

    [Fact]
    public void It_streams_what_it_gives_for_whole_sequences()
    {
        var network = LiquidNetwork.Regressor(new GatedLeakCell(inputSize: 1, units: 5) { Unfolds = 3 }, outputs: 1);
        var sequence = Learning.IrregularSines.ToSequence(0);
        var expected = network.Forward(sequence);
        var stream = network.OpenStream();
        for (var step = 0; step < sequence.Length; step++)
        {
            var prediction = stream.Step([sequence.Values[step, 0]], sequence.Timespans![step])[0];
            prediction.Should().BeApproximately(expected[step, 0], 1e-6f);
        }
    }

    [Fact]
    public void Its_time_constants_are_known_to_explicit_solvers()
    {
        var network = LiquidNetwork.Regressor(new GatedLeakCell(inputSize: 1, units: 5) { Solver = Euler.Instance }, outputs: 1);
        var step = () => network.OpenStream().Step([1], elapsed: 2).ToArray();
        step.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*GatedLeak*");
    }

    /// <summary>The input opens the leak: where it does, the neuron forgets faster.</summary>
    sealed class GatedLeakCell(int inputSize, int units) : OdeCell(inputSize, units)
    {
        readonly Parameter leak = Parameter.Positive("leak", units, initial: 0.5f);
        readonly Parameter gateWeights = Parameter.Glorot("gate.W_in", inputSize, units, seed: 1);
        readonly Parameter inputWeights = Parameter.Glorot("W_in", inputSize, units, seed: 2);
        readonly Parameter recurrentWeights = Parameter.Orthogonal("W_hid", units, seed: 3);
        readonly Parameter bias = Parameter.Vector("b_hid", units);

        protected override Signal TimeConstants => Constant(1) / (leak + 1);

        protected override Rates Rates(Signal input, Signal state) => new(
            Decay: leak + Sigmoid(Affine(gateWeights, input)),
            Drive: Tanh(Affine(bias, (input, inputWeights), (state, recurrentWeights))));
    }
}
