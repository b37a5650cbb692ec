namespace LiquidNet.Cells;

/// <summary>The function that a cell applies, element by element, to a weighted sum.</summary>
public enum Activation
{
    /// <summary>No function: the sum itself.</summary>
    Identity,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>LeCun's scaled hyperbolic tangent: <c>1.7159 tanh(0.666 x)</c>.</summary>
    LecunTanh,

    /// <summary>Rectified linear unit: <c>max(0, x)</c>.</summary>
    Relu,

    /// <summary>Sigmoid-weighted linear unit: <c>x sigmoid(x)</c>.</summary>
    Silu,

    /// <summary>Gaussian error linear unit, exact: <c>x/2 (1 + erf(x / sqrt 2))</c>.</summary>
    Gelu,

    /// <summary>Smooth rectifier: <c>log(1 + e^x)</c>. The CfC paper's TensorFlow code offers it; ncps does not.</summary>
    Softplus,
}
