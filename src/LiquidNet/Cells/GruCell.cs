using LiquidNet.Cells.Blocks;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>Gated recurrent unit, for comparison: it advances by steps and ignores time.</summary>
/// <remarks>
/// <code>
/// (r, z) = sigmoid(x W_in + h W_hid + b_hid)      "gates"
/// q  = tanh(x W_in + (r h) W_hid + b_hid)         "candidate"
/// h' = z h + (1 - z) q
/// </code>
/// <para>Input [samples x features], state and output [samples x units]. The timespan is ignored, so a timespan of zero is a step like any
/// other; where time matters, pass it as a feature. A state that starts between -1 and 1 stays there.</para>
/// <para>Parameters: <c>gates.W_in</c>, <c>gates.W_hid</c>, <c>gates.b_hid</c>, and likewise for <c>candidate</c>.</para>
/// <para>Cho et al., "Learning phrase representations using RNN encoder-decoder for statistical machine translation", EMNLP 2014: the reset
/// gate acts before the product with <c>candidate.W_hid</c>. (In PyTorch it acts after the product, and there is a second bias.)</para>
/// </remarks>
public sealed class GruCell : LiquidCell
{
    readonly RecurrentMap gates;
    readonly RecurrentMap candidate;

    /// <summary>Creates a cell.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Neurons; at least 1.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public GruCell(int inputSize, int units, int seed = 0)
        : base(inputSize, units, units)
    {
        gates = RecurrentMap.Gates("gates", inputSize, units, 2, seed);
        candidate = RecurrentMap.Gates("candidate", inputSize, units, 1, seed);
    }

    /// <inheritdoc/>
    public override string Name => "GRU";

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var both = Sigmoid(gates.Of(input, state));
        var (reset, keep) = (Slice(both, 0, StateSize), Slice(both, StateSize, StateSize));
        return Lerp(Tanh(candidate.Of(input, reset * state)), state, keep);
    }
}
