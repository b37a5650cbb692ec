using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>What gates see: <c>x W + h U + b</c>, with parameters <c>W_name</c>, <c>U_name</c> and <c>b_name</c>.</summary>
sealed class GateMap
{
    readonly Parameter inputWeights;
    readonly Parameter recurrentWeights;

    /// <summary>Creates weights for some gates side by side.</summary>
    public GateMap(string name, int inputSize, int units, int outputs, int seed)
    {
        inputWeights = Parameter.Glorot($"W_{name}", inputSize, outputs, seed);
        recurrentWeights = Parameter.Glorot($"U_{name}", units, outputs, seed);
        Bias = Parameter.Vector($"b_{name}", outputs);
    }

    public Parameter Bias { get; }

    public Signal Apply(Signal input, Signal state) => Affine(Bias, (input, inputWeights), (state, recurrentWeights));
}
