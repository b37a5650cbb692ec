using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Solvers;

/// <summary>The exponential Euler method: <c>r s + (1 - r) drive / decay</c> with <c>r = exp(-dt decay)</c>.</summary>
/// <remarks>
/// <para>Order 1, and exact while the rates do not change. The next state is a weighted mean of the state and of
/// <c>drive / decay</c>, so it stays bounded for any timespan; the decay must be above zero.</para>
/// </remarks>
public sealed class ExponentialEuler : Solver
{
    ExponentialEuler()
    {
    }

    /// <summary>The one instance.</summary>
    public static ExponentialEuler Instance { get; } = new();

    /// <inheritdoc/>
    public override Signal Step(Func<Signal, Rates> rates, Signal state, Signal timespan)
    {
        ArgumentNullException.ThrowIfNull(rates);
        var current = rates(state);
        var target = current.Drive / current.Decay;
        return Lerp(state, target, OneMinusExp(current.Scale(timespan) * current.Decay));
    }
}
