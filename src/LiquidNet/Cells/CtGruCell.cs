using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>
/// Continuous-time gated recurrent unit: every neuron keeps traces that fade at different speeds, and gates choose at which speed to
/// remember and to recall.
/// </summary>
/// <remarks>
/// <para>With traces <c>h_i</c> of time constants <c>tau_i</c>, and <c>h = sum_i h_i</c>, per neuron:</para>
/// <code>
/// h_i = h_i exp(-dt / tau_i)                                   the traces fade
/// r_i = share_i(x W_r + h U_r + b_r)                           at which speed to recall
/// q   = tanh(x W_q + (sum_i r_i h_i) U_q + b_q)                what to remember
/// s_i = share_i(x W_s + h U_s + b_s)                           at which speed to remember it
/// h_i = (1 - s_i) h_i + s_i q
/// share_i(a) = exp(-(a - ln tau_i)^2) / sum_j exp(-(a - ln tau_j)^2)
/// </code>
/// <para>Input [samples x features], state [samples x traces units], trace by trace, output <c>h</c> [samples x units]. Timespans may
/// differ per sample. A timespan of zero lets nothing fade but still takes the input in. Every trace stays within -1 and 1.</para>
/// <para>Mozer, Kazakov and Lindsey, "Discrete event, continuous time RNNs", 2017. There the traces fade at the end of a step, until the
/// next event; here at its beginning, since the last one: the same recursion, with timespans that are known when they are needed.</para>
/// </remarks>
public sealed class CtGruCell : LiquidCell
{
    readonly float[] timeConstants;
    readonly GateMap recall;
    readonly GateMap signal;
    readonly GateMap storage;

    /// <summary>Creates a cell whose time constants are half a decade apart, as in the paper.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Neurons; at least 1.</param>
    /// <param name="traces">Traces of a neuron; at least 1. Default: 8.</param>
    /// <param name="shortest">The shortest time constant, in the unit of the timespans; above zero. Default: 1.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or a time constant is not positive and finite.</exception>
    public CtGruCell(int inputSize, int units, int traces = 8, float shortest = 1, int seed = 0)
        : base(inputSize, units * AtLeastOne(traces), units)
    {
        if (!(shortest > 0) || !float.IsFinite(shortest))
            throw new ArgumentOutOfRangeException(nameof(shortest), shortest, "The shortest time constant must be above zero and finite.");
        if (!float.IsFinite((float)(shortest * Math.Pow(10, 0.5 * (traces - 1)))))
            throw new ArgumentOutOfRangeException(nameof(traces), traces, "So many traces have no finite longest time constant; take fewer.");
        timeConstants = new float[traces];
        for (var trace = 0; trace < traces; trace++)
            timeConstants[trace] = (float)(shortest * Math.Pow(10, 0.5 * trace));
        recall = new GateMap("r", inputSize, units, units, seed);
        signal = new GateMap("q", inputSize, units, units, seed);
        storage = new GateMap("s", inputSize, units, units, seed);
    }

    /// <inheritdoc/>
    public override string Name => "CT-GRU";

    /// <summary>The time constants of a neuron's traces, ascending.</summary>
    public ReadOnlySpan<float> TimeConstants => timeConstants;

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        ArgumentNullException.ThrowIfNull(timespan);
        var traces = new Signal[timeConstants.Length];
        for (var trace = 0; trace < traces.Length; trace++)
            traces[trace] = TraceOf(state, trace) * Exp(-1 / timeConstants[trace] * timespan);
        var whole = Total(traces);
        var recalled = Total([.. Shares(recall.Apply(input, whole)).Zip(traces, (share, trace) => share * trace)]);
        var news = Tanh(signal.Apply(input, recalled));
        var shares = Shares(storage.Apply(input, whole));
        return Concatenate([.. shares.Zip(traces, (share, trace) => Lerp(trace, news, share))]);
    }

    /// <inheritdoc/>
    public override Signal Output(Signal state) =>
        Total([.. Enumerable.Range(0, timeConstants.Length).Select(trace => TraceOf(state, trace))]);

    Signal TraceOf(Signal state, int trace) => Slice(state, trace * OutputSize, OutputSize);

    /// <summary>The share of each time constant. The square of the wish itself is the same for all and cancels.</summary>
    /// <remarks>log(e^a + e^b) = a + softplus(b - a): no power leaves the range of numbers, however far off the wish is.</remarks>
    Signal[] Shares(Signal wish)
    {
        var nearness = timeConstants.Select(constant => MathF.Log(constant)).Select(log => 2 * log * wish - log * log).ToArray();
        var total = nearness[0];
        foreach (var next in nearness.AsSpan(1))
            total += Softplus(next - total);
        return [.. nearness.Select(one => Exp(one - total))];
    }

    static Signal Total(ReadOnlySpan<Signal> signals)
    {
        var total = signals[0];
        foreach (var signal in signals[1..])
            total += signal;
        return total;
    }

    static int AtLeastOne(int traces)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(traces, 1);
        return traces;
    }
}
