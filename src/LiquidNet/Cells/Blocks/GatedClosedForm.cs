using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells.Blocks;

/// <summary>Two heads and a gate that moves from one to the other as time passes.</summary>
sealed class GatedClosedForm(
    LinearMap first, LinearMap second, LinearMap timeSlope, LinearMap timeOffset, CfcMode mode, CfcSemantics semantics) : ClosedForm
{
    public override Signal Next(Signal features, Signal timespan)
    {
        var from = Head(first.Of(features));
        var to = Head(second.Of(features));
        var elapsed = semantics == CfcSemantics.Torch ? timespan : -timespan;
        var gate = Sigmoid(elapsed * timeSlope.Of(features) + timeOffset.Of(features));
        return mode == CfcMode.NoGate ? from + gate * to : Lerp(from, to, gate);
    }

    Signal Head(Signal x) => semantics switch
    {
        CfcSemantics.Torch => Tanh(x),
        CfcSemantics.Keras => x,
        CfcSemantics.PaperTf => LecunTanh(x),
        _ => throw new ArgumentOutOfRangeException(nameof(x), semantics, "There is no such semantics."),
    };
}
