using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Solvers;

/// <summary>The semi-implicit Euler method: <c>(C s + dt drive) / (C + dt decay)</c>, with the capacitance <c>C</c>.</summary>
/// <remarks>
/// <para>Order 1. The next state is a weighted mean of the state and of <c>drive / decay</c>: it stays bounded for any timespan, and a
/// timespan of zero keeps it.</para>
/// <para>The "fused" solver of Hasani et al., "Liquid Time-constant Networks", AAAI 2021, algorithm 1, multiplied through by the
/// timespan, which makes it exact at zero.</para>
/// </remarks>
public sealed class SemiImplicitEuler : Solver
{
    SemiImplicitEuler()
    {
    }

    /// <summary>The one instance.</summary>
    public static SemiImplicitEuler Instance { get; } = new();

    /// <inheritdoc/>
    public override Signal Step(Func<Signal, Rates> rates, Signal state, Signal timespan)
    {
        ArgumentNullException.ThrowIfNull(rates);
        var current = rates(state);
        if (current.Capacitance is { } capacitance and not Parameter { IsPositive: true })
            return StepOfShares(current, state, capacitance / (capacitance + timespan), timespan / (capacitance + timespan));
        var step = current.Scale(timespan);
        return ImplicitStep.Takes(state, current.Drive, current.Decay, step)
            ? new ImplicitStep(state, current.Drive, current.Decay, step)
            : (state + step * current.Drive) / (1 + step * current.Decay);
    }

    /// <summary>
    /// The step for a capacitance that may be zero: divided by it, the timespan would be infinite and have no gradient; the shares of
    /// both in their sum are at most 1.
    /// </summary>
    static Signal StepOfShares(Rates rates, Signal state, Signal past, Signal present) =>
        (past * state + present * rates.Drive) / (past + present * rates.Decay);
}
