namespace LiquidNet.Equations;

/// <summary>A whole model as circuits: the step that moves the state, and the head that reads the state out.</summary>
internal sealed class LiquidEquation
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

    /// <summary>The gradients of one circuit's parameters, taken from a set for both.</summary>
    public static float[][] GradientsOf(Circuit circuit, GradientSet gradients) =>
        [.. circuit.Parameters.Select(parameter => gradients.Storage(gradients.Parameters.IndexOf(parameter)))];
}
