using System.Diagnostics;
using System.Globalization;
using LiquidNet.Analysis.Traces;
using LiquidNet.Checks;
using LiquidNet.Data;

namespace LiquidNet.Analysis;

/// <summary>What happens inside a network during a sequence: state, effective time constant and synaptic current of every neuron.</summary>
/// <remarks>
/// <para>All values are those after each step, with the input of that step still applied. For a neuron with the differential equation
/// <c>C dv/dt = drive - decay v</c>, the effective time constant is <c>C / decay</c>: the time in which its distance from its target would
/// shrink to 1/e if everything else were held constant. For an LTC:</para>
/// <code>
/// time constant      C / (g + sum_j w_j s(k_j (v_j - m_j)))
/// synaptic current   sum_j w_j s(k_j (v_j - m_j)) (E_j - v)
/// </code>
/// <para>with the sums over all incoming synapses of the neuron, from inputs and neurons. The current does not include the leak; a positive
/// current raises the neuron. Both are derived from the equation of the cell, so custom cells have them too, with any solver of the
/// library. Where they are not defined they are <c>NaN</c>: time constants of closed forms (CfC) and gates (LSTM, GRU), currents of neurons
/// without conductance-based synapses (CT-RNN), and both in cells of which some part moves when no time passes, such as a mixed
/// memory.</para>
/// <para>Hasani et al., "Liquid Time-constant Networks", AAAI 2021, equation 2.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Trace
{
    readonly float[] times;
    readonly float[] states;
    readonly float[] timeConstants;
    readonly float[] synapticCurrents;

    Trace(LiquidNetwork network, Sequence sequence)
    {
        (Units, Title) = (network.Cell.StateSize, $"{network.Cell}");
        times = new float[sequence.Length];
        states = new float[checked(sequence.Length * Units)];
        timeConstants = new float[states.Length];
        synapticCurrents = new float[states.Length];
        var stream = network.OpenStream();
        var rates = new RatesReading(network.Cell);
        var input = new float[network.InputSize];
        var time = 0.0;
        for (var step = 0; step < times.Length; step++)
        {
            Sequence.ReadRow(sequence.Values, step, input);
            var elapsed = sequence.Timespans?[step] ?? 1;
            stream.Step(input, elapsed);
            times[step] = (float)(time += elapsed);
            stream.State.CopyTo(states.AsSpan(step * Units));
            rates.Read(input, stream.State, timeConstants.AsSpan(step * Units, Units), synapticCurrents.AsSpan(step * Units, Units));
        }
    }

    /// <summary>The number of steps, at least 1.</summary>
    public int Length => times.Length;

    /// <summary>The size of the state, at least 1; for most cells the number of neurons.</summary>
    public int Units { get; }

    /// <summary>The time after each step since the beginning of the sequence [time], in the unit of the timespans.</summary>
    public ReadOnlySpan<float> Times => times;

    /// <summary>What was traced.</summary>
    internal string Title { get; }

    /// <summary>Traces a network over a sequence, from a state of zero.</summary>
    /// <param name="network">The network, with its present parameter values.</param>
    /// <param name="sequence">A sequence [time x InputSize], with its timespans.</param>
    /// <exception cref="ArgumentException">The sequence has another number of features, an input is not finite, or the network reads in
    /// both directions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A timespan is so long that the solver of the cell would be unstable.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite.</exception>
    public static Trace Of(LiquidNetwork network, Sequence sequence)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(sequence);
        network.CheckFeatures(sequence.Features, nameof(sequence));
        return new Trace(network.CheckedForStreams(nameof(network)), sequence);
    }

    /// <summary>The state after a step [units].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step.</exception>
    public ReadOnlySpan<float> States(int step) => Row(states, step);

    /// <summary>The effective time constants after a step [units], in the unit of the timespans; infinite where nothing decays, <c>NaN</c>
    /// where not defined.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step.</exception>
    public ReadOnlySpan<float> TimeConstants(int step) => Row(timeConstants, step);

    /// <summary>The currents that the synapses drive into each neuron after a step [units]; <c>NaN</c> where not defined.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step.</exception>
    public ReadOnlySpan<float> SynapticCurrents(int step) => Row(synapticCurrents, step);

    /// <summary>Writes the trace as CSV: one line per step and neuron, with the columns <c>step, time, neuron, state, time_constant,
    /// synaptic_current</c>.</summary>
    /// <remarks>Numbers are the shortest that round-trip to the same <c>float</c>, with a decimal point in every culture. Values that are
    /// not defined are empty fields, as spreadsheets and pandas expect. Lines end with a line feed.</remarks>
    /// <param name="writer">Receives the text; stays open.</param>
    public void WriteCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("step,time,neuron,state,time_constant,synaptic_current\n");
        for (var step = 0; step < Length; step++)
        {
            for (var neuron = 0; neuron < Units; neuron++)
            {
                var at = step * Units + neuron;
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{step},{times[step]},{neuron},"));
                writer.Write($"{Cell(states[at])},{Cell(timeConstants[at])},{Cell(synapticCurrents[at])}\n");
            }
        }
    }

    /// <summary>Plots each quantity that is defined over time as SVG, with one line per neuron.</summary>
    /// <remarks>All lines of a quantity have the same scale, given above the plot; that of time constants is logarithmic.</remarks>
    /// <returns>The text of an SVG file; write it as UTF-8.</returns>
    public string ToSvg() => TraceSvg.Of(this);

    /// <summary>Such as <c>Trace: LTC 8 -> 4 (AutoNCP, 32 neurons, 148 synapses), 100 steps</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Trace: {Title}, {Counted.Of(Length, "step")}");

    ReadOnlySpan<float> Row(float[] values, int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, Length);
        return values.AsSpan(step * Units, Units);
    }

    static string Cell(float value) => float.IsNaN(value) ? "" : value.ToString(CultureInfo.InvariantCulture);
}
