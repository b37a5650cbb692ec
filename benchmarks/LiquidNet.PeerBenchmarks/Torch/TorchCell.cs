using LiquidNet.Benchmarks;
using LiquidNet.Cells;
using LiquidNet.Equations;
using static TorchSharp.torch;
using Linear = TorchSharp.Modules.Linear;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LiquidNet.PeerBenchmarks.Torch;

/// <summary>A cell as a module: from input and state to the next state, timespans being one.</summary>
abstract class TorchCell(string name) : nn.Module<Tensor, Tensor, Tensor>(name)
{
    /// <summary>Whether there is a module for a model.</summary>
    public static bool Knows(string model) => model is BenchmarkModel.Simple or "cfc" or "cfc0" or "cfc-pure" or "ltc";

    /// <summary>A module with the parameters of a cell.</summary>
    public static TorchCell Of(LiquidCell cell) => cell switch
    {
        UnscaledLeakyIntegratorCell simple => new TorchLeakyIntegratorCell(simple),
        CfcCell { Mode: CfcMode.Pure } pure => new TorchPureCfcCell(pure),
        CfcCell cfc => new TorchCfcCell(cfc),
        LtcCell ltc => new TorchLtcCell(ltc),
        _ => throw new InvalidOperationException($"there is no module for cell '{cell.Name}'."),
    };

    /// <summary>What is read from the state.</summary>
    public virtual Tensor Output(Tensor state) => state;

    /// <summary>
    /// A dense layer with the values of two of our parameters: [inputs x outputs] by columns is [outputs x inputs] by rows.
    /// </summary>
    public static Linear Dense(Parameter weights, Parameter bias)
    {
        var layer = nn.Linear(weights.Rows, weights.Columns);
        using var scope = no_grad();
        layer.weight.copy_(tensor(weights.Values.ToArray(), weights.Columns, weights.Rows));
        layer.bias!.copy_(tensor(bias.Values.ToArray()));
        return layer;
    }

    /// <summary>A dense layer of a CfC cell.</summary>
    protected static Linear Dense(ParameterSet parameters, string name) => Dense(parameters[$"{name}.weight"], parameters[$"{name}.bias"]);

    /// <summary>A module's parameter with the values of one of our vectors.</summary>
    protected static TorchParameter Vector(Parameter vector) => nn.Parameter(tensor(vector.Values.ToArray()));
}
