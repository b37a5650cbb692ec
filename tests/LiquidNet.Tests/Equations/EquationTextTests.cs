using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Equations;

public class EquationTextTests
{
    static readonly Signal Input = Placeholder.Input(2);
    static readonly Signal State = Placeholder.State(3);
    static readonly Parameter Leak = Parameter.Vector("leak", 3);

    [Fact]
    public void An_equation_prints_as_it_is_written_with_its_shapes()
    {
        var (own, recurrent) = (Parameter.Glorot("W", 2, 3, 1), Parameter.Orthogonal("U", 3, 1));
        (-Leak * (State - (1 + 0.5f * State)) / Tanh(Affine(Leak, (Input, own), (State, recurrent)))).ToString().Should().Be(
            "-1 * leak [3] * (state [3] - (0.5 * state [3] + 1)) / Tanh(Affine(leak [3], W [2 x 3] input [2], U [3 x 3] state [3])) [3]");
    }

    [Fact]
    public void What_is_read_twice_is_printed_once_below()
    {
        var open = Sigmoid(State);
        (open * Slice(Concatenate(Input, open), 1, 3)).ToString().Split(Environment.NewLine).Should().Equal(
            "v1 * Concatenation(input [2], v1)[1..4] [3]", "v1 = Sigmoid(state [3]) [3]");
    }

    [Fact]
    public void A_long_equation_prints_in_no_time()
    {
        var signal = State;
        for (var doubling = 0; doubling < 60; doubling++)
            signal = Tanh(signal + signal);
        signal.ToString().Split(Environment.NewLine).Should().HaveCount(60);
    }

    [Fact]
    public void A_very_deep_equation_is_written_in_parts()
    {
        Signal signal = Placeholder.State(1);
        for (var depth = 0; depth < 20_000; depth++)
            signal = Tanh(signal);
        var lines = signal.ToString().Split(Environment.NewLine);
        lines.Should().HaveCountGreaterThan(200).And.OnlyContain(line => line.Length < 1000);
        lines[0].Should().EndWith("[1]").And.Contain("Tanh(v1)");
    }
}
