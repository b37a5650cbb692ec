namespace LiquidNet.Cells;

/// <summary>Where the output of the memory of a <see cref="MixedMemoryCell"/> enters the cell.</summary>
public enum MixedMemoryTopology
{
    /// <summary>
    /// It replaces the cell's state; the cell still reads the input itself. As in <c>ncps.torch</c>.
    /// </summary>
    Torch,

    /// <summary>
    /// It is the cell's input; the cell keeps its own state. As in <c>ncps.keras</c>, <c>ncps.tf</c> and the papers' TensorFlow code.
    /// </summary>
    Keras,
}
