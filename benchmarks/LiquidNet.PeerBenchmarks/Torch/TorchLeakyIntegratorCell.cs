using LiquidNet.Cells;
using LiquidNet.Equations;
using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LiquidNet.PeerBenchmarks.Torch;

/// <summary>The article's layer: <c>h' = (1 - a) h + a x W_in + h W_hid + b</c>.</summary>
sealed class TorchLeakyIntegratorCell : TorchCell
{
    readonly Scalar leak, rest;
    readonly TorchParameter input, recurrent, bias;

    public TorchLeakyIntegratorCell(UnscaledLeakyIntegratorCell cell)
        : base("simple")
    {
        var parameters = cell.Parameters;
        var timeConstant = (double)parameters["tau"].GetEffectiveValues()[0];
        (leak, rest) = ((float)(1 / timeConstant), (float)(1 - 1 / timeConstant));
        input = nn.Parameter(Matrix(parameters["W_in"]));
        recurrent = nn.Parameter(Matrix(parameters["W_hid"]));
        bias = Vector(parameters["b_hid"]);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor h)
    {
        using var scope = NewDisposeScope();
        var recurrence = addmm(bias, h, recurrent, beta: 1, alpha: 1);
        return (h * rest + x.matmul(input) * leak + recurrence).MoveToOuterDisposeScope();
    }

    static Tensor Matrix(Parameter matrix) =>
        tensor(matrix.Values.ToArray(), matrix.Columns, matrix.Rows).t().contiguous();
}
