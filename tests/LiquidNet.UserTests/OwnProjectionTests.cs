using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Training;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.UserTests;

public class OwnProjectionTests
{
    [Fact]
    public void Training_keeps_within_it_after_every_update()
    {
        var network = LiquidNetwork.Regressor(new BoundedLeakCell(units: 10), outputs: 1);
        var leak = network.Parameters["leak"];
        var before = leak.Values.ToArray();

        // A single update: no run begins after it that would move the values back.
        new Trainer(network, new() { Epochs = 1, BatchSize = int.MaxValue, Optimizer = new Adam(1) }).Fit(Learning.IrregularSines);
        leak.Values.ToArray().Should().NotEqual(before).And.OnlyContain(value => value >= 0.4f && value <= 0.6f).And.Contain(0.6f);
    }

    [Fact]
    public void Values_written_by_hand_are_moved_when_asked_for_or_when_a_run_begins()
    {
        var network = LiquidNetwork.Regressor(new BoundedLeakCell(units: 3), outputs: 1);
        var leak = network.Parameters["leak"];
        leak.Values.Fill(9);
        leak.Project();
        leak.Values.ToArray().Should().OnlyContain(value => value == 0.6f);
        leak.Values.Fill(-9);
        network.Forward(Learning.IrregularSines.ToSequence(0));
        leak.Values.ToArray().Should().OnlyContain(value => value == 0.4f);
    }

    sealed class Interval(float low, float high) : Projection
    {
        public override void Apply(Span<float> values)
        {
            foreach (ref var value in values)
                value = Math.Clamp(value, low, high);
        }
    }

    sealed class BoundedLeakCell(int units) : OdeCell(inputSize: 1, units)
    {
        readonly Parameter leak = Parameter.Vector("leak", [.. Enumerable.Repeat(0.5f, units)], new Interval(0.4f, 0.6f));
        readonly Parameter weights = Parameter.Glorot("W", 1 + units, units, seed: 1);

        protected override Rates Rates(Signal input, Signal state) => new(leak, Tanh(Affine(weights, Concatenate(input, state))));
    }
}
