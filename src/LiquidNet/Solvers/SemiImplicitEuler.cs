using LiquidNet.Equations;

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
        if (current.Capacitance is not { } capacitance)
            return (state + timespan * current.Drive) / (1 + timespan * current.Decay);

        // By dt / C alone a state without capacitance would have no gradient; by its share of C + dt it has, and both shares are at most 1.
        var whole = capacitance + timespan;
        var (old, young) = (capacitance / whole, timespan / whole);
        return (old * state + young * current.Drive) / (old + young * current.Decay);
    }
}
