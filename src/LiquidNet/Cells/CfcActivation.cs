using LiquidNet.Equations;

namespace LiquidNet.Cells;

/// <summary>The activation of a CfC cell's backbone layers.</summary>
public enum CfcActivation
{
    /// <summary>LeCun's scaled hyperbolic tangent: <c>1.7159 tanh(0.666 x)</c>.</summary>
    LecunTanh,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>Rectified linear unit: <c>max(0, x)</c>.</summary>
    Relu,

    /// <summary>Sigmoid-weighted linear unit: <c>x sigmoid(x)</c>.</summary>
    Silu,

    /// <summary>Gaussian error linear unit, exact: <c>x/2 (1 + erf(x / sqrt 2))</c>.</summary>
    Gelu,

    /// <summary>Smooth rectifier: <c>log(1 + e^x)</c>; known to the paper's TensorFlow code only.</summary>
    Softplus,
}

/// <summary>Writes the activations as equations.</summary>
static class CfcActivations
{
    public static Signal Of(this CfcActivation activation, Signal x) => activation switch
    {
        CfcActivation.LecunTanh => SignalFunctions.LecunTanh(x),
        CfcActivation.Tanh => SignalFunctions.Tanh(x),
        CfcActivation.Relu => SignalFunctions.Relu(x),
        CfcActivation.Silu => SignalFunctions.Silu(x),
        CfcActivation.Gelu => SignalFunctions.Gelu(x),
        CfcActivation.Softplus => SignalFunctions.Softplus(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };
}
