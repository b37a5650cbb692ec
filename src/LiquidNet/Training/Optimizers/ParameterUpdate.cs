namespace LiquidNet.Training;

/// <summary>One step of one parameter: what an <see cref="Optimizer"/> reads and writes.</summary>
public readonly ref struct ParameterUpdate
{
    /// <summary>The values, to be moved in place.</summary>
    public Span<float> Values { get; internal init; }

    /// <summary>The gradient of each value, still without <see cref="GradientScale"/>.</summary>
    public ReadOnlySpan<float> Gradient { get; internal init; }

    /// <summary>What the gradient is to be multiplied by: below 1 where it was clipped.</summary>
    public float GradientScale { get; internal init; }

    /// <summary>The learning rate of this step, schedule included.</summary>
    public float LearningRate { get; internal init; }

    /// <summary>Which step this is, counted from 1.</summary>
    public long Step { get; internal init; }

    /// <summary>
    /// Whether the parameter is a matrix of weights, which weight decay is for, rather than one number per neuron or synapse.
    /// </summary>
    public bool IsMatrix { get; internal init; }

    /// <summary>The state of all values, slot after slot.</summary>
    internal Span<float> AllStates { get; init; }

    /// <summary>The state of each value as the last step left it; zero before the first.</summary>
    /// <param name="slot">Which of the numbers that are kept for each value, 0 to <see cref="Optimizer.StatePerValue"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">So many numbers are not kept.</exception>
    public Span<float> State(int slot) => AllStates.Slice(slot * Values.Length, Values.Length);
}
