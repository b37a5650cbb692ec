using LiquidNet.Equations;

namespace LiquidNet.Solvers;

/// <summary>The classical Runge-Kutta method.</summary>
/// <remarks>Order 4, four evaluations of the rates; the state is not bounded.</remarks>
public sealed class RungeKutta4 : Solver
{
    RungeKutta4()
    {
    }

    /// <summary>The one instance.</summary>
    public static RungeKutta4 Instance { get; } = new();

    /// <inheritdoc/>
    public override Signal Step(Func<Signal, Rates> rates, Signal state, Signal timespan)
    {
        ArgumentNullException.ThrowIfNull(rates);
        var half = 0.5f * timespan;
        var first = SlopeAt(state);
        var second = SlopeAt(state + half * first);
        var third = SlopeAt(state + half * second);
        var fourth = SlopeAt(state + timespan * third);
        return state + 1f / 6 * timespan * (first + 2 * second + 2 * third + fourth);

        Signal SlopeAt(Signal at) => Slope(rates(at), at);
    }
}
