using LiquidNet.Equations;

namespace LiquidNet.Solvers;

/// <summary>The semi-implicit Euler method: <c>(C s + dt drive) / (C + dt decay)</c>, with the capacitance <c>C</c>.</summary>
/// <remarks>
/// <para>Order 1. The next state is a weighted mean of the state and of <c>drive / decay</c>: it stays bounded for any timespan, and a
/// timespan of zero keeps it.</para>
/// <para>The "fused" solver of Hasani et al., "Liquid Time-constant Networks", AAAI 2021, algorithm 1, multiplied through by the
/// timespan, which makes it exact at zero.</para>
/// <para>The capacitance must not be negative; where it is zero, the neuron is at once where drive and decay balance.</para>
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
        var capacitance = current.Capacitance ?? SignalFunctions.Constant(1);
        return (capacitance * state + timespan * current.Drive) / (capacitance + timespan * current.Decay);
    }
}
