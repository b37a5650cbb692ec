using LiquidNet.Equations;

namespace LiquidNet.Solvers;

/// <summary>The semi-implicit Euler method: <c>(C s + dt drive) / (C + dt decay)</c>, with the capacity <c>C</c>.</summary>
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
        var (decay, drive, capacity) = rates(state);
        if (capacity is null)
            return (state + timespan * drive) / (1 + timespan * decay);

        // Numerator and denominator are divided by C + dt, so that neither a small capacity nor a long timespan leaves the range of numbers.
        var whole = capacity + timespan;
        var (past, present) = (capacity / whole, timespan / whole);
        return (past * state + present * drive) / (past + present * decay);
    }
}
