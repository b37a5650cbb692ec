using LiquidNet.Checks;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>
/// Two cells side by side, of which the second sees the sequence from its end: the input holds what either of them is to see.
/// </summary>
/// <remarks>Input [samples x (2 features + 1)]: for the first cell, for the second, and the second's timespan.</remarks>
sealed class BidirectionalCell(LiquidCell forward, LiquidCell backward)
    : LiquidCell(
        Require.Size(2L * forward.InputSize + 1, nameof(forward)),
        Require.Size((long)forward.StateSize + backward.StateSize, nameof(forward)),
        Require.Size((long)forward.OutputSize + backward.OutputSize, nameof(forward)))
{
    internal override int Features => forward.InputSize;

    internal override int? ForwardStateSize => forward.StateSize;

    /// <summary>The same cell with something around each half.</summary>
    public BidirectionalCell Around(Func<LiquidCell, LiquidCell> wrap) => new(wrap(forward), wrap(backward));

    public override string Name => $"{forward.Name} in both directions";

    protected internal override IEnumerable<(string Name, LiquidCell Cell)> Parts => [("forward", forward), ("backward", backward)];

    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        return Concatenate(
            forward.Advance(Slice(input, 0, Features), ForwardState(state), timespan),
            backward.Advance(Slice(input, Features, Features), BackwardState(state), Slice(input, 2 * Features, 1)));
    }

    public override Signal Output(Signal state) => Concatenate(forward.Output(ForwardState(state)), backward.Output(BackwardState(state)));

    Signal ForwardState(Signal state) => Slice(state, 0, forward.StateSize);

    Signal BackwardState(Signal state) => Slice(state, forward.StateSize, backward.StateSize);
}
