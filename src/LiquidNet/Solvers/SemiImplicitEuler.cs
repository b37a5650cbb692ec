using LiquidNet.Equations;

namespace LiquidNet.Solvers;

/// <summary>The semi-implicit Euler method: <c>s' = (C s + dt drive) / (C + dt decay)</c>, with the capacitance <c>C</c>.</summary>
/// <remarks>
/// <para>Order 1, one evaluation of the rates. The next state is a weighted mean of the state and of <c>drive / decay</c>: it stays bounded
/// for any timespan that leaves <c>dt decay</c> finite, and a timespan of zero keeps it.</para>
/// <para>The "fused" solver of Hasani et al., "Liquid Time-constant Networks", AAAI 2021, algorithm 1, multiplied through by the timespan,
/// so that a timespan of zero is exact.</para>
/// <para>The capacitance must not be negative. Where it is zero, the state jumps at once to <c>drive / decay</c>.</para>
/// </remarks>
public sealed class SemiImplicitEuler : Solver
{
    SemiImplicitEuler()
    {
    }

    /// <summary>The single instance.</summary>
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
