using System.Diagnostics.CodeAnalysis;

namespace LiquidNet.Export;

/// <summary>How the weights of matrices and synapses are stored in C source; states, biases and all arithmetic are float.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "Int8 and Int16 are what weights of that kind are called.")]
public enum CWeights
{
    /// <summary>As they are, 4 bytes each.</summary>
    Float,

    /// <summary>As <c>int16_t</c>, 2 bytes each, with a scale for each output of a matrix and for each table of synapses.</summary>
    Int16,

    /// <summary>As <c>int8_t</c>, 1 byte each, with a scale for each output of a matrix and for each table of synapses.</summary>
    Int8,
}
