using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Solvers;

namespace LiquidNet.Runs;

/// <summary>A whole model as circuits: the step that moves the state, and the head that reads the state out.</summary>
sealed class LiquidEquation
{
    public LiquidEquation(Circuit step, Circuit head, UnfoldPolicy unfolds, int inputSize, int stateSize)
    {
        Step = step;
        Head = head;
        Unfolds = unfolds;
        InputSize = inputSize;
        StateSize = stateSize;
    }

    public Circuit Step { get; }

    public Circuit Head { get; }

    public UnfoldPolicy Unfolds { get; }

    public int InputSize { get; }

    public int StateSize { get; }

    public int OutputSize => Head.Root.Rows;

    /// <summary>Gives the longest stable solver step, as the parameters are when it is asked.</summary>
    public Func<StepLimit> Limit { get; init; } = () => StepLimit.None;

    /// <summary>Finds the gradients of one circuit's parameters in a set for a whole model.</summary>
    public static void FindGradients(Circuit circuit, GradientSet gradients, ref float[][] found)
    {
        if (found.Length != circuit.Parameters.Count)
            found = new float[circuit.Parameters.Count][];
        for (var index = 0; index < found.Length; index++)
            found[index] = gradients.Storage(gradients.Parameters.IndexOf(circuit.Parameters[index]));
    }
}
