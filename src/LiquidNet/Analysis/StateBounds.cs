using LiquidNet.Cells;
using LiquidNet.Cells.Blocks;
using LiquidNet.Solvers;
using LiquidNet.Wirings;

namespace LiquidNet.Analysis;

/// <summary>The interval that each neuron of an LTC cell can never leave, for any input and any timespan.</summary>
/// <remarks>
/// <para>A step of <see cref="SemiImplicitEuler"/> or <see cref="ExponentialEuler"/> moves a neuron to a weighted mean of its state, its
/// leak potential, the reversal potentials of its incoming synapses, and zero (because of <see cref="LtcCell.Epsilon"/>). It therefore
/// stays in the interval that these span, up to rounding. The bounds hold for the present parameter values.</para>
/// <para>Hasani et al., "Liquid Time-constant Networks", AAAI 2021, theorem 2, here with the potentials of all incoming synapses and for
/// the discrete step.</para>
/// </remarks>
public sealed class StateBounds
{
    readonly float[] lower;
    readonly float[] upper;

    StateBounds(ReadOnlySpan<float> initialState, ReadOnlySpan<float> leakPotentials)
    {
        lower = new float[leakPotentials.Length];
        upper = new float[leakPotentials.Length];
        for (var neuron = 0; neuron < lower.Length; neuron++)
        {
            Include(neuron, leakPotentials[neuron]);
            if (!initialState.IsEmpty)
                Include(neuron, initialState[neuron]);
        }
    }

    /// <summary>The smallest value of each neuron [units]; at most zero.</summary>
    public ReadOnlySpan<float> Lower => lower;

    /// <summary>The largest value of each neuron [units]; at least zero.</summary>
    public ReadOnlySpan<float> Upper => upper;

    /// <summary>The bounds of a cell that starts from a state of zero.</summary>
    /// <param name="cell">The cell, with a solver that keeps states bounded.</param>
    /// <exception cref="ArgumentException">The solver of the cell does not keep states bounded.</exception>
    public static StateBounds Of(LtcCell cell) => Of(cell, []);

    /// <summary>The bounds of a cell that starts from a given state.</summary>
    /// <param name="cell">The cell, with a solver that keeps states bounded.</param>
    /// <param name="initialState">The state before the first step [units]; empty for zero.</param>
    /// <exception cref="ArgumentException">The solver of the cell does not keep states bounded, or the state has another
    /// length.</exception>
    public static StateBounds Of(LtcCell cell, ReadOnlySpan<float> initialState)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (cell.Solver is not (SemiImplicitEuler or ExponentialEuler))
        {
            throw new ArgumentException(
                $"{cell.Solver} does not keep states bounded; use {nameof(SemiImplicitEuler)} or {nameof(ExponentialEuler)}.",
                nameof(cell));
        }

        if (!initialState.IsEmpty && initialState.Length != cell.StateSize)
        {
            throw new ArgumentException(
                $"Cell '{cell.Name}' has {cell.StateSize} neurons but the state has {initialState.Length}.", nameof(initialState));
        }

        var bounds = new StateBounds(initialState, cell.Own.LeakPotential.Values);
        bounds.Include(cell.Wiring.Synapses, cell.Own.Synapses);
        bounds.Include(cell.Wiring.SensorySynapses, cell.Own.SensorySynapses);
        return bounds;
    }

    void Include(SynapseTable table, LtcSynapses? synapses)
    {
        for (var synapse = 0; synapses is not null && synapse < table.Count; synapse++)
            Include(table[synapse].Target, synapses.Reversals.Values[synapse]);
    }

    void Include(int neuron, float potential)
    {
        lower[neuron] = Math.Min(lower[neuron], potential);
        upper[neuron] = Math.Max(upper[neuron], potential);
    }
}
