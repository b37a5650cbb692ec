namespace LiquidNet.Cells;

/// <summary>A function that a cell applies to each of its sums.</summary>
public enum Activation
{
    /// <summary>None: the sum itself.</summary>
    Identity,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>LeCun's scaled hyperbolic tangent: <c>1.7159 tanh(0.666 x)</c>.</summary>
    LecunTanh,

    /// <summary>Rectifier: <c>max(0, x)</c>.</summary>
    Relu,

    /// <summary>Sigmoid-weighted linear unit: <c>x sigmoid(x)</c>.</summary>
    Silu,

    /// <summary>Gaussian error linear unit, exact: <c>x/2 (1 + erf(x / sqrt 2))</c>.</summary>
    Gelu,

    /// <summary>Smooth rectifier: <c>log(1 + e^x)</c>; of ncps and its relatives, known to the paper's TensorFlow code only.</summary>
    Softplus,
}
