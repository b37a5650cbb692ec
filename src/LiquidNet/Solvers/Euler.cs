using LiquidNet.Equations;

namespace LiquidNet.Solvers;

/// <summary>The explicit Euler method: <c>s' = s + dt (drive - decay s)</c>.</summary>
/// <remarks>Order 1, one evaluation of the rates. Stable only while <c>dt decay</c> is below 2; the state is not bounded.</remarks>
public sealed class Euler : Solver
{
    Euler()
    {
    }

    /// <summary>The single instance.</summary>
    public static Euler Instance { get; } = new();

    /// <inheritdoc/>
    public override float StabilityLimit => 2;

    /// <inheritdoc/>
    public override Signal Step(Func<Signal, Rates> rates, Signal state, Signal timespan)
    {
        ArgumentNullException.ThrowIfNull(rates);
        return state + Move(rates(state), state, timespan);
    }
}
