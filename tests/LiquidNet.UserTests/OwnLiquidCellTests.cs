using LiquidNet.Cells;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.UserTests;

public class OwnLiquidCellTests
{
    [Fact]
    public void It_trains() =>
        LiquidNetwork.Regressor(new ForgettingUnitCell(inputSize: 1, units: 10), outputs: 1).ShouldLearn(Learning.IrregularSines);

    [Fact]
    public void It_forgets_as_its_equation_says()
    {
        var network = LiquidNetwork.Regressor(new ForgettingUnitCell(inputSize: 1, units: 4), outputs: 1);
        var after = StateAfter(elapsed: 1e6f);
        after.Should().Equal(StateAfter(elapsed: 2e6f)).And.NotEqual(StateAfter(elapsed: 0.1f));

        float[] StateAfter(float elapsed)
        {
            var stream = network.OpenStream();
            stream.Reset([1, -1, 1, -1]);
            stream.Step([0.5f], elapsed);
            return stream.State.ToArray();
        }
    }

    /// <summary>The minimal gated unit of Zhou et al. (2016), whose state fades in the time between two readings.</summary>
    sealed class ForgettingUnitCell(int inputSize, int units) : LiquidCell(inputSize, units, units)
    {
        readonly Parameter fading = Parameter.Positive("fading", units, initial: 0.1f);
        readonly Parameter gate = Parameter.Glorot("gate.W", inputSize + units, units, seed: 1);
        readonly Parameter candidate = Parameter.Glorot("candidate.W", inputSize + units, units, seed: 2);
        readonly Parameter bias = Parameter.Vector("b_hid", units);

        public override Signal Next(Signal input, Signal state, Signal timespan)
        {
            var faded = Exp(-1 * timespan * fading) * state;
            var opened = Sigmoid(Affine(gate, Concatenate(input, faded)));
            return Lerp(faded, Tanh(Affine(bias, candidate, Concatenate(input, opened * faded))), opened);
        }
    }
}
