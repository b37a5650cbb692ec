namespace LiquidNet.Training;

/// <summary>One step of one parameter: what an <see cref="Optimizer"/> reads and writes.</summary>
public readonly ref struct ParameterUpdate
{
    /// <summary>The values, to be updated in place.</summary>
    public Span<float> Values { get; internal init; }

    /// <summary>The gradient of each value, before multiplication by <see cref="GradientScale"/>.</summary>
    public ReadOnlySpan<float> Gradient { get; internal init; }

    /// <summary>The factor to multiply the gradient by: below 1 if it was clipped.</summary>
    public float GradientScale { get; internal init; }

    /// <summary>The learning rate of this step, schedule included.</summary>
    public float LearningRate { get; internal init; }

    /// <summary>The number of the step, counted from 1.</summary>
    public long Step { get; internal init; }

    /// <summary>
    /// Whether the parameter is a weight matrix, to which weight decay applies, rather than one number per neuron or synapse.
    /// </summary>
    public bool IsMatrix { get; internal init; }

    /// <summary>The state of all values, slot after slot.</summary>
    internal Span<float> AllStates { get; init; }

    /// <summary>The state of each value after the last step; zero before the first.</summary>
    /// <param name="slot">Which of the numbers kept per value, 0 to <see cref="Optimizer.StatePerValue"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such number.</exception>
    public Span<float> State(int slot) => AllStates.Slice(slot * Values.Length, Values.Length);
}
