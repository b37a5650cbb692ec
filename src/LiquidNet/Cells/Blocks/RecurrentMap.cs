using LiquidNet.Checks;
using LiquidNet.Equations;

namespace LiquidNet.Cells.Blocks;

/// <summary>What recurrent neurons and gates see: <c>x W_in + h W_hid + b_hid</c>.</summary>
sealed record RecurrentMap(Parameter InputWeights, Parameter RecurrentWeights, Parameter Bias)
{
    /// <summary>A map for as many outputs as units, with orthogonal recurrent weights.</summary>
    public static RecurrentMap Orthogonal(int inputSize, int units, int seed, float gain = 1) => new(
        Parameter.Glorot("W_in", inputSize, units, seed),
        Parameter.Orthogonal("W_hid", units, seed, gain),
        Parameter.Vector("b_hid", units));

    /// <summary>A map for some gates side by side, with Glorot's weights.</summary>
    /// <param name="name">What the names of the parameters begin with.</param>
    /// <param name="inputSize">Features of the input.</param>
    /// <param name="units">Numbers in the state.</param>
    /// <param name="gates">How many numbers there are for each unit.</param>
    /// <param name="seed">Same seed and name, same values.</param>
    public static RecurrentMap Gates(string name, int inputSize, int units, int gates, int seed)
    {
        var outputs = Require.Size((long)gates * units, nameof(units));
        return new(
            Parameter.Glorot($"{name}.W_in", inputSize, outputs, seed),
            Parameter.Glorot($"{name}.W_hid", units, outputs, seed),
            Parameter.Vector($"{name}.b_hid", outputs));
    }

    public Signal Of(Signal input, Signal state) => SignalFunctions.Affine(Bias, (input, InputWeights), (state, RecurrentWeights));
}
