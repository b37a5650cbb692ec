using LiquidNet.Cells.Blocks;
using LiquidNet.Checks;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>
/// Continuous-time gated recurrent unit: every neuron keeps several traces that decay at different speeds, and gates choose which of them
/// to read and which to write.
/// </summary>
/// <remarks>
/// <para>Per neuron, with traces <c>h_i</c> of time constants <c>tau_i</c> and their sum <c>h = sum_i h_i</c>:</para>
/// <code>
/// h_i = h_i exp(-dt / tau_i)                                       the traces decay
/// r_i = softmax_i(-(x W_in + h W_hid + b_hid - ln tau_i)^2)        "retrieval"
/// q   = tanh(x W_in + (sum_i r_i h_i) W_hid + b_hid)               "candidate"
/// s_i = softmax_i(-(x W_in + h W_hid + b_hid - ln tau_i)^2)        "storage"
/// h_i = (1 - s_i) h_i + s_i q
/// </code>
/// <para>Parameters: <c>retrieval.W_in</c>, <c>retrieval.W_hid</c>, <c>retrieval.b_hid</c>, and likewise for <c>candidate</c> and
/// <c>storage</c>.</para>
/// <para>Input [samples x features], state [samples x traces units], trace by trace, output <c>h</c> [samples x units]. Timespans may
/// differ per sample. With a timespan of zero nothing decays, but the input is still taken in. Every trace stays between -1 and 1.</para>
/// <para>Mozer, Kazakov and Lindsey, "Discrete event, continuous time RNNs", 2017 (arXiv:1710.04110). There the traces decay at the end of
/// a step, by the time until the next event; here they decay at the beginning, by the time since the last one. The recursion is the same,
/// and the timespan is known when it is needed.</para>
/// </remarks>
public sealed class CtGruCell : LiquidCell
{
    readonly float[] timeConstants;
    readonly RecurrentMap retrieval;
    readonly RecurrentMap candidate;
    readonly RecurrentMap storage;

    /// <summary>Creates a cell whose time constants are half a decade (a factor of sqrt 10) apart, as in the paper.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Neurons; at least 1.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <param name="traces">Traces per neuron; at least 1. Default: 8.</param>
    /// <param name="shortestTimeConstant">The shortest time constant, in the unit of the timespans; above zero. Default: 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or a time constant is not positive and finite.</exception>
    public CtGruCell(int inputSize, int units, int seed = 0, int traces = 8, float shortestTimeConstant = 1)
        : base(inputSize, Require.Size((long)units * Require.Size(traces, nameof(traces)), nameof(units)), units)
    {
        Require.Positive(shortestTimeConstant, "The shortest time constant");
        if (!float.IsFinite((float)(shortestTimeConstant * Math.Pow(10, 0.5 * (traces - 1)))))
        {
            throw new ArgumentOutOfRangeException(
                nameof(traces), traces, "So many traces have no finite longest time constant; take fewer.");
        }

        timeConstants = new float[traces];
        for (var trace = 0; trace < traces; trace++)
            timeConstants[trace] = (float)(shortestTimeConstant * Math.Pow(10, 0.5 * trace));
        retrieval = RecurrentMap.Gates("retrieval", inputSize, units, 1, seed);
        candidate = RecurrentMap.Gates("candidate", inputSize, units, 1, seed);
        storage = RecurrentMap.Gates("storage", inputSize, units, 1, seed);
    }

    /// <inheritdoc/>
    public override string Name => "CT-GRU";

    /// <summary>The time constants of a neuron's traces [traces], ascending, in the unit of the timespans.</summary>
    public ReadOnlySpan<float> TimeConstants => timeConstants;

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        ArgumentNullException.ThrowIfNull(timespan);
        var traces = new Signal[timeConstants.Length];
        for (var trace = 0; trace < traces.Length; trace++)
            traces[trace] = TraceOf(state, trace) * Exp(-1 / timeConstants[trace] * timespan);
        var hidden = Total(traces);
        var retrieved = Total([.. Weights(retrieval.Of(input, hidden)).Zip(traces, (weight, trace) => weight * trace)]);
        var stored = Tanh(candidate.Of(input, retrieved));
        var weights = Weights(storage.Of(input, hidden));
        return Concatenate([.. weights.Zip(traces, (weight, trace) => Lerp(trace, stored, weight))]);
    }

    /// <inheritdoc/>
    public override Signal Output(Signal state) =>
        Total([.. Enumerable.Range(0, timeConstants.Length).Select(trace => TraceOf(state, trace))]);

    Signal TraceOf(Signal state, int trace) => Slice(state, trace * OutputSize, OutputSize);

    /// <summary>The softmax over the traces of <c>-(scale - ln tau_i)^2</c>; the square of the scale cancels.</summary>
    /// <remarks>log(e^a + e^b) = a + softplus(b - a): no power leaves the range of numbers, however large the scale is.</remarks>
    Signal[] Weights(Signal scale)
    {
        var scores = timeConstants.Select(constant => MathF.Log(constant)).Select(log => 2 * log * scale - log * log).ToArray();
        var total = scores[0];
        foreach (var score in scores.AsSpan(1))
            total += Softplus(score - total);
        return [.. scores.Select(score => Exp(score - total))];
    }

    static Signal Total(ReadOnlySpan<Signal> signals)
    {
        var total = signals[0];
        foreach (var signal in signals[1..])
            total += signal;
        return total;
    }
}
