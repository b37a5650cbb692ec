using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells.Blocks;

/// <summary>Two heads and a gate that moves from one to the other as time passes.</summary>
sealed class GatedClosedForm(
    LinearMap first, LinearMap second, LinearMap timeSlope, LinearMap timeOffset, ClosedFormOptions options) : ClosedForm
{
    public override Signal Next(Signal features, Signal timespan)
    {
        var from = Head(first.Of(features));
        var to = Head(second.Of(features));
        var elapsed = options.TimeSign > 0 ? timespan : -timespan;
        var gate = Sigmoid(elapsed * timeSlope.Of(features) + timeOffset.Of(features));
        return options.Mode == CfcMode.NoGate ? from + gate * to : Lerp(from, to, gate);
    }

    Signal Head(Signal x) => options.Semantics switch
    {
        CfcSemantics.Torch => Tanh(x),
        CfcSemantics.Keras => x,
        CfcSemantics.PaperTf => LecunTanh(x),
        _ => throw new ArgumentOutOfRangeException(nameof(x), options.Semantics, "There is no such semantics."),
    };
}
