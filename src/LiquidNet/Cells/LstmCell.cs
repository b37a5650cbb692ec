using LiquidNet.Cells.Blocks;
using LiquidNet.Checks;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>Long short-term memory, for comparison: it advances by steps and ignores time.</summary>
/// <remarks>
/// <code>
/// (a, i, f, o) = x W_in + h W_hid + b_hid
/// c' = sigmoid(f) c + sigmoid(i) tanh(a),   h' = sigmoid(o) tanh(c')
/// </code>
/// <para>Input [samples x features], state [samples x 2 units]: <c>h</c>, then the memory <c>c</c>; output <c>h'</c> [samples x units]. The
/// timespan is ignored, so a timespan of zero is a step like any other; where time matters, pass it as a feature. <c>|h| &lt;= 1</c>, while
/// <c>|c|</c> can grow by at most 1 per step. The output is <c>h</c> alone, so it stays bounded even in an endless stream.</para>
/// <para>Parameters: <c>gates.W_in</c>, <c>gates.W_hid</c>, <c>gates.b_hid</c>, each holding a, i, f and o side by side.</para>
/// <para>Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 1997, with the forget gate of Gers et al., "Learning to
/// forget", 2000.</para>
/// </remarks>
public sealed class LstmCell : LiquidCell
{
    const float ForgetBias = 1;

    readonly RecurrentMap gates;

    /// <summary>Creates a cell. The bias of the forget gate starts at 1, so that the memory persists until training changes it.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Neurons; at least 1.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public LstmCell(int inputSize, int units, int seed = 0)
        : base(inputSize, Require.Size(2L * units, nameof(units)), units)
    {
        gates = RecurrentMap.Gates("gates", inputSize, units, LstmGates.Count, seed);
        gates.Bias.Values.Slice(2 * units, units).Fill(ForgetBias);
    }

    /// <inheritdoc/>
    public override string Name => "LSTM";

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var (hidden, memory) = LstmGates.Next(
            gates.Of(input, Slice(state, 0, OutputSize)), Slice(state, OutputSize, OutputSize));
        return Concatenate(hidden, memory);
    }
}
