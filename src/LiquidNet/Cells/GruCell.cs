using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>Gated recurrent unit, for comparison: it counts steps and knows nothing of time.</summary>
/// <remarks>
/// <code>
/// (r, z) = sigmoid(x W_gates + h U_gates + b_gates)
/// q  = tanh(x W_q + (r h) U_q + b_q)
/// h' = z h + (1 - z) q
/// </code>
/// <para>Input [samples x features], state and output [samples x units]. The timespan is ignored, and a timespan of zero is a step like any
/// other: where time matters, give it as a feature. Every <c>|h|</c> stays at or below 1.</para>
/// <para>Cho et al., "Learning phrase representations using RNN encoder-decoder for statistical machine translation", EMNLP 2014: the reset
/// gate acts before the product with <c>U_q</c>. (PyTorch's variant lets it act after, and has a second bias.)</para>
/// </remarks>
public sealed class GruCell : LiquidCell
{
    readonly GateMap gates;
    readonly GateMap candidate;

    /// <summary>Creates a cell.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Neurons; at least 1.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public GruCell(int inputSize, int units, int seed = 0)
        : base(inputSize, units, units)
    {
        gates = new GateMap("gates", inputSize, units, 2 * units, seed);
        candidate = new GateMap("q", inputSize, units, units, seed);
    }

    /// <inheritdoc/>
    public override string Name => "GRU";

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var both = Sigmoid(gates.Apply(input, state));
        var (reset, keep) = (Slice(both, 0, StateSize), Slice(both, StateSize, StateSize));
        var news = Tanh(candidate.Apply(input, reset * state));
        return Lerp(news, state, keep);
    }
}
