using LiquidNet.Equations;

namespace LiquidNet.Solvers;

/// <summary>The explicit midpoint method: the slope at the middle of the step is used for all of it.</summary>
/// <remarks>Order 2, two evaluations of the rates. The state is not bounded.</remarks>
public sealed class Midpoint : Solver
{
    Midpoint()
    {
    }

    /// <summary>The single instance.</summary>
    public static Midpoint Instance { get; } = new();

    /// <inheritdoc/>
    public override float StabilityLimit => 2;

    /// <inheritdoc/>
    public override Signal Step(Func<Signal, Rates> rates, Signal state, Signal timespan)
    {
        ArgumentNullException.ThrowIfNull(rates);
        var halfway = state + Move(rates(state), state, 0.5f * timespan);
        return state + Move(rates(halfway), halfway, timespan);
    }
}
