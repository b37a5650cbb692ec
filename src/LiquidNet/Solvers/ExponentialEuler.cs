using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Solvers;

/// <summary>The exponential Euler method: <c>s' = r s + (1 - r) drive / decay</c> with <c>r = exp(-dt decay)</c>.</summary>
/// <remarks>
/// <para>Order 1, and exact as long as the rates are constant; one evaluation of the rates. The next state is a weighted mean of the state
/// and of <c>drive / decay</c>, so it stays bounded for any timespan; the decay must be above zero.</para>
/// </remarks>
public sealed class ExponentialEuler : Solver
{
    ExponentialEuler()
    {
    }

    /// <summary>The single instance.</summary>
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
