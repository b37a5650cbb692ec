using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Runs;

/// <summary>The smallest number of an equation of parameters alone.</summary>
sealed class SmallestValue
{
    readonly Lock gate = new();
    readonly Circuit circuit;
    readonly Frame frame;

    /// <summary>Compiles the equation.</summary>
    public SmallestValue(Signal equation)
    {
        circuit = Circuit.CompileOutput(equation);
        frame = circuit.CreateFrame(lanes: 1);
        frame.Values(Region.Sample).Memory = new AlignedMemory(circuit.RowsOf(Region.Sample));
    }

    /// <summary>Finds it, as the parameters are now; allocates nothing.</summary>
    public float Find()
    {
        lock (gate)
        {
            circuit.Prepare(frame);
            circuit.ForwardSample(frame);
            var smallest = float.PositiveInfinity;
            foreach (var value in frame.Value(circuit.Root))
                smallest = Math.Min(smallest, value);
            return smallest;
        }
    }
}
