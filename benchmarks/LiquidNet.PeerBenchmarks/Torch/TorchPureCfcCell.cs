using LiquidNet.Cells;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LiquidNet.PeerBenchmarks.Torch;

/// <summary>CfC with the approximate solution of the LTC equation.</summary>
sealed class TorchPureCfcCell : TorchCell
{
    static readonly Scalar Stretch = 0.666f, Height = 1.7159f;

    readonly Linear backbone, head;
    readonly TorchParameter leak, amplitude;

    public TorchPureCfcCell(CfcCell cell)
        : base("pure")
    {
        var parameters = cell.Parameters;
        (backbone, head) = (Dense(parameters, "backbone.0"), Dense(parameters, "ff1"));
        (leak, amplitude) = (Vector(parameters["w_tau"]), Vector(parameters["A"]));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor h)
    {
        using var scope = NewDisposeScope();
        var drive = head.forward(tanh(backbone.forward(cat([x, h], 1)) * Stretch) * Height);
        var rest = exp(-(abs(leak) + abs(drive)));
        return (amplitude - amplitude * rest * drive).MoveToOuterDisposeScope();
    }
}
