using LiquidNet.Cells;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LiquidNet.PeerBenchmarks.Torch;

/// <summary>CfC with two heads and a gate, with one backbone layer or none.</summary>
sealed class TorchCfcCell : TorchCell
{
    static readonly Scalar Stretch = 0.666f, Height = 1.7159f;

    readonly Linear? backbone;
    readonly Linear from, to, slope, offset;

    public TorchCfcCell(CfcCell cell)
        : base("cfc")
    {
        var parameters = cell.Parameters;
        backbone = cell.BackboneLayers > 0 ? Dense(parameters, "backbone.0") : null;
        (from, to) = (Dense(parameters, "ff1"), Dense(parameters, "ff2"));
        (slope, offset) = (Dense(parameters, "time_a"), Dense(parameters, "time_b"));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor h)
    {
        using var scope = NewDisposeScope();
        var features = cat([x, h], 1);
        if (backbone is not null)
            features = tanh(backbone.forward(features) * Stretch) * Height;
        var gate = sigmoid(slope.forward(features) + offset.forward(features));
        var start = tanh(from.forward(features));
        var end = tanh(to.forward(features));
        return lerp(start, end, gate).MoveToOuterDisposeScope();
    }
}
