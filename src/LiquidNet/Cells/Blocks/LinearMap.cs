using LiquidNet.Equations;

namespace LiquidNet.Cells.Blocks;

/// <summary>A weight matrix [inputs x outputs] with its bias [outputs].</summary>
sealed record LinearMap(Parameter Weights, Parameter Bias)
{
    /// <summary>A map with Glorot's weights.</summary>
    public static LinearMap Glorot(string name, int inputs, int outputs, int seed) =>
        Over(name, Parameter.Glorot(WeightsOf(name), inputs, outputs, seed), seed);

    /// <summary>A map with given weights, and with biases between plus and minus <c>1 / sqrt(inputs)</c>.</summary>
    public static LinearMap Over(string name, Parameter weights, int seed)
    {
        var bound = 1 / MathF.Sqrt(weights.Rows);
        return new LinearMap(weights, Parameter.Uniform($"{name}.bias", weights.Columns, -bound, bound, seed));
    }

    /// <summary>What the weights of a map are called.</summary>
    public static string WeightsOf(string name) => $"{name}.weight";

    /// <summary><c>W x + b</c>.</summary>
    public Signal Of(Signal x) => SignalFunctions.Affine(Bias, Weights, x);
}
