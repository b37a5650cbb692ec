using System.Diagnostics.CodeAnalysis;

namespace LiquidNet.Export;

/// <summary>How the weights of matrices and synapses are stored in C source. States, biases and all arithmetic are <c>float</c>.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "Int8 and Int16 are what weights of that kind are called.")]
public enum CWeights
{
    /// <summary>As <c>float</c>, 4 bytes each, exact.</summary>
    Float,

    /// <summary>As <c>int16_t</c>, 2 bytes each, with one scale per output of a matrix and one per table of synapses.</summary>
    Int16,

    /// <summary>As <c>int8_t</c>, 1 byte each, with one scale per output of a matrix and one per table of synapses.</summary>
    Int8,
}
