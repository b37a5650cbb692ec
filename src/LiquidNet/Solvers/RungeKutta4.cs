using LiquidNet.Equations;

namespace LiquidNet.Solvers;

/// <summary>The classical fourth-order Runge-Kutta method.</summary>
/// <remarks>Order 4, four evaluations of the rates. The state is not bounded.</remarks>
public sealed class RungeKutta4 : Solver
{
    RungeKutta4()
    {
    }

    /// <summary>The single instance.</summary>
    public static RungeKutta4 Instance { get; } = new();

    /// <inheritdoc/>
    public override float StabilityLimit => 2.785f;

    /// <inheritdoc/>
    public override Signal Step(Func<Signal, Rates> rates, Signal state, Signal timespan)
    {
        ArgumentNullException.ThrowIfNull(rates);
        var first = MoveAt(state);
        var second = MoveAt(state + 0.5f * first);
        var third = MoveAt(state + 0.5f * second);
        var fourth = MoveAt(state + third);
        return state + 1f / 6 * (first + 2 * second + 2 * third + fourth);

        Signal MoveAt(Signal at) => Move(rates(at), at, timespan);
    }
}
