namespace LiquidNet.Cells;

/// <summary>Where the memory of a <see cref="MixedMemoryCell"/> goes into the cell it surrounds.</summary>
public enum MixedMemoryTopology
{
    /// <summary>
    /// What the memory gives replaces the cell's state; the cell still sees the input itself. This is what <c>ncps.torch</c> computes.
    /// </summary>
    Torch,

    /// <summary>
    /// What the memory gives is the cell's input; the cell keeps its own state. This is what <c>ncps.keras</c>, <c>ncps.tf</c> and the
    /// papers' TensorFlow code compute.
    /// </summary>
    Keras,
}
