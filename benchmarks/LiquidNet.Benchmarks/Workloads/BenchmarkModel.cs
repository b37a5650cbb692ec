using LiquidNet.Cells;
using LiquidNet.Wirings;

namespace LiquidNet.Benchmarks;

/// <summary>The benchmarked models, as other libraries compute them too.</summary>
static class BenchmarkModel
{
    /// <summary>The layer of the article: an Euler step with one leak, read out by a softmax after the last step.</summary>
    public const string Simple = "simple";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [Simple, "cfc", "cfc0", "cfc-pure", "ltc", "ltc-ncp", "wcfc-ncp"];

    /// <summary>The cell of a name.</summary>
    public static LiquidCell Create(string model, BenchmarkShape shape)
    {
        var (inputs, units) = (shape.Inputs, shape.Units);
        return model switch
        {
            Simple => CreateSimple(inputs, units),
            "cfc" => new CfcCell(inputs, units),
            "cfc0" => new CfcCell(inputs, units) { BackboneLayers = 0 },
            "cfc-pure" => new CfcCell(inputs, units) { Mode = CfcMode.Pure },
            "ltc" => new LtcCell(inputs, units),
            "ltc-ncp" => new LtcCell(inputs, Policy(shape)),
            "wcfc-ncp" => new WiredCfcCell(inputs, Policy(shape)) { Form = WiredCfcForm.Ncps },
            _ => throw new ArgumentException($"There is no model '{model}'; there are {string.Join(", ", All)}."),
        };
    }

    /// <summary>A network of the cell: a softmax, which may have one class, for the simple layer, for all others the outputs of the cell
    /// themselves.</summary>
    public static LiquidNetwork CreateNetwork(string model, BenchmarkShape shape)
    {
        var cell = Create(model, shape);
        return new LiquidNetwork(
            cell, model == Simple ? new SoftmaxReadout(cell.OutputSize, shape.Outputs) : new IdentityReadout(cell.OutputSize));
    }

    /// <summary>A state stays finite only where recurrent weights are small: the leak takes no part of their product.</summary>
    static UnscaledLeakyIntegratorCell CreateSimple(int inputs, int units)
    {
        var cell = new UnscaledLeakyIntegratorCell(inputs, units, timeConstant: 10) { TrainTimeConstants = false };
        foreach (ref var weight in cell.Parameters["W_hid"].Values)
            weight *= 0.05f;
        return cell;
    }

    static AutoNeuralCircuitPolicy Policy(BenchmarkShape shape) => new(shape.Units, shape.Outputs);
}
