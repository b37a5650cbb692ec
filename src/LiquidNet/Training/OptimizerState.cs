using LiquidNet.Equations;

namespace LiquidNet.Training;

/// <summary>An <see cref="Optimizer"/> at work on some parameters: counts steps and remembers what the next one needs.</summary>
/// <remarks>A step allocates nothing.</remarks>
public sealed class OptimizerState
{
    readonly float[][] memory;

    internal OptimizerState(Optimizer optimizer, ParameterSet parameters)
    {
        Optimizer = optimizer;
        Parameters = parameters;
        memory = [.. parameters.Select(parameter => new float[optimizer.StatePerValue * parameter.Values.Length])];
    }

    /// <summary>The rule by which parameters move.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The parameters that move.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>How many steps have been taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Moves all trainable parameters by one step, each within its constraint.</summary>
    /// <param name="gradients">The gradients; what no update uses is removed from them.</param>
    /// <param name="rateFactor">What the learning rate is multiplied by, as a schedule says; at least 0, 1 by default.</param>
    /// <param name="gradientScale">What the gradients are multiplied by, as clipping says; at least 0, 1 by default.</param>
    /// <exception cref="ArgumentException">The gradients belong to other parameters.</exception>
    /// <exception cref="ArithmeticException">A gradient is not finite; no parameter has moved.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative or not finite.</exception>
    public void Step(GradientSet gradients, float rateFactor = 1, float gradientScale = 1)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (!ReferenceEquals(gradients.Parameters, Parameters))
            throw new ArgumentException("The gradients belong to other parameters than those that are trained.", nameof(gradients));
        CheckFactor(rateFactor, nameof(rateFactor));
        CheckFactor(gradientScale, nameof(gradientScale));
        gradients.KeepTrainable();
        if (!double.IsFinite(gradients.Norm()))
            throw new ArithmeticException("A gradient is not finite; no parameter has moved. Lower the learning rate, or clip gradients by their norm.");
        Move(gradients, rateFactor, gradientScale);
    }

    /// <summary>The step itself, for gradients that are known to be finite and of trainable parameters only.</summary>
    internal void Move(GradientSet gradients, float rateFactor, float gradientScale)
    {
        Steps++;
        for (var index = 0; index < Parameters.Count; index++)
        {
            var parameter = Parameters[index];
            if (!parameter.IsTrainable)
                continue;
            Optimizer.Apply(new ParameterUpdate
            {
                Values = parameter.Values,
                Gradient = gradients[index],
                GradientScale = gradientScale,
                LearningRate = Optimizer.LearningRate * rateFactor,
                Step = Steps,
                IsMatrix = parameter.IsMatrix,
                AllMemory = memory[index],
            });
            parameter.Projection?.Apply(parameter.Values);
        }
    }

    static void CheckFactor(float factor, string parameterName)
    {
        if (!(factor >= 0) || !float.IsFinite(factor))
            throw new ArgumentOutOfRangeException(parameterName, factor, "A factor must be zero or more, and finite.");
    }
}
