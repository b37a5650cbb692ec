using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells.Blocks;

/// <summary>The step of a long short-term memory, from its four gates.</summary>
static class LstmGates
{
    /// <summary>How many numbers a unit needs: the new value, and whether to write it, to keep the memory and to show it.</summary>
    public const int Count = 4;

    /// <summary>The next memory and what it shows.</summary>
    /// <param name="gates">The new value, then the input, forget and output gate, before their activation [4 units].</param>
    /// <param name="memory">The memory before [units].</param>
    /// <param name="forgetOffset">What is added to the forget gate.</param>
    public static (Signal Hidden, Signal Memory) Next(Signal gates, Signal memory, float forgetOffset = 0)
    {
        var units = memory.Rows;
        var forget = Gate(2);
        var written = Sigmoid(Gate(1)) * Tanh(Gate(0));
        var next = Sigmoid(forgetOffset == 0 ? forget : forget + forgetOffset) * memory + written;
        return (Sigmoid(Gate(3)) * Tanh(next), next);

        Signal Gate(int index) => Slice(gates, index * units, units);
    }
}
