using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Equations;

public class EquationOrderTests
{
    [Fact]
    public void Every_signal_stands_once_and_after_what_it_is_computed_from()
    {
        var state = Placeholder.State(2);
        var weight = Parameter.Vector("w", 2);
        var shared = Tanh(weight * state);
        var root = shared * shared + weight;

        EquationOrder.Of(root).Should().Equal(
            [weight, state, ((Operator)shared).Sources[0], shared, ((Sum)root).Left, root], ReferenceEquals);
    }

    [Fact]
    public void A_very_deep_equation_does_not_overflow_the_stack()
    {
        Signal signal = Placeholder.State(1);
        for (var depth = 0; depth < 200_000; depth++)
            signal += 1;
        EquationOrder.Of(signal).Should().HaveCount(200_001);
    }
}
