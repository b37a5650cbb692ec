using LiquidNet.Checks;
using LiquidNet.Equations;
using LiquidNet.Kernels;

namespace LiquidNet.Training;

/// <summary>An <see cref="Optimizer"/> applied to given parameters: counts steps and keeps what the next one needs.</summary>
/// <remarks>A step is taken completely or not at all, and allocates nothing.</remarks>
public sealed class OptimizerState
{
    readonly float[][] states;
    readonly float[][] statesBefore;
    readonly ParameterSnapshot valuesBefore;

    internal OptimizerState(Optimizer optimizer, ParameterSet parameters)
    {
        Optimizer = optimizer;
        Parameters = parameters;
        valuesBefore = new ParameterSnapshot(parameters);
        states = [.. parameters.Select(parameter => new float[optimizer.StatePerValue * parameter.Values.Length])];
        statesBefore = [.. states.Select(state => new float[state.Length])];
    }

    /// <summary>The optimiser.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The parameters that are updated.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>How many steps have been taken.</summary>
    public long Steps { get; internal set; }

    /// <summary>Updates all trainable parameters by one step, each within its constraint.</summary>
    /// <param name="gradients">The gradients; those that no update uses are set to zero.</param>
    /// <param name="learningRateFactor">The factor to multiply the learning rate by, from a schedule; at least 0, 1 by default.</param>
    /// <exception cref="ArgumentException">The gradients belong to other parameters.</exception>
    /// <exception cref="ArithmeticException">A gradient, a new value or a new state is not finite; nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative or not finite.</exception>
    public void Step(GradientSet gradients, float learningRateFactor = 1)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (!ReferenceEquals(gradients.Parameters, Parameters))
            throw new ArgumentException("The gradients belong to other parameters than those that are trained.", nameof(gradients));
        gradients.KeepTrainable();
        if (!double.IsFinite(gradients.Norm()))
        {
            throw new ArithmeticException(
                "A gradient is not finite; no parameter has moved. Lower the learning rate, or clip gradients by their norm.");
        }

        if (TryMove(gradients, learningRateFactor, gradientScale: 1) is { } parameter)
        {
            throw new ArithmeticException(
                $"The step would make parameter '{Parameters.NameOf(parameter)}', or the optimiser's state of it, infinite; "
                + "no parameter has moved. Lower the learning rate, or clip gradients by their norm.");
        }
    }

    /// <summary>The step itself, for gradients that are known to be finite and of trainable parameters only.</summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="learningRateFactor">What the learning rate is multiplied by.</param>
    /// <param name="gradientScale">What the gradients are multiplied by as they are read, as clipping says.</param>
    /// <returns>The first parameter whose new values or state would not be finite, so that nothing has changed; else null.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative or not finite.</exception>
    internal int? TryMove(GradientSet gradients, float learningRateFactor, float gradientScale)
    {
        Require.NotNegative(learningRateFactor, "The factor of a schedule");
        Require.NotNegative(gradientScale, "The scale of a clipping");
        Capture();
        var isTaken = false;
        try
        {
            Move(gradients, learningRateFactor, gradientScale);
            var failed = FirstNotFinite();
            isTaken = failed is null;
            return failed;
        }
        finally
        {
            if (!isTaken)
                Restore();
        }
    }

    /// <summary>The state of each parameter.</summary>
    internal IReadOnlyList<float[]> States => states;

    /// <summary>What is kept for the parameter at a position, value after value for each number that is kept.</summary>
    internal float[] StateOf(int index) => states[index];

    /// <summary>Takes over what was kept in an earlier run.</summary>
    internal void Resume(long steps, float[][] kept)
    {
        Steps = steps;
        for (var index = 0; index < states.Length; index++)
            kept[index].CopyTo(states[index], 0);
    }

    void Move(GradientSet gradients, float learningRateFactor, float gradientScale)
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
                LearningRate = Optimizer.LearningRate * learningRateFactor,
                Step = Steps,
                IsMatrix = parameter.IsMatrix,
                AllStates = states[index],
            });
            parameter.Projection?.Apply(parameter.Values);
        }
    }

    void Capture()
    {
        valuesBefore.Take();
        for (var index = 0; index < states.Length; index++)
            states[index].CopyTo(statesBefore[index]);
    }

    void Restore()
    {
        Steps--;
        valuesBefore.Restore();
        for (var index = 0; index < states.Length; index++)
            statesBefore[index].CopyTo(states[index]);
    }

    int? FirstNotFinite()
    {
        for (var index = 0; index < states.Length; index++)
        {
            if (!Finite.All(Parameters[index].Values) || !Finite.All(states[index]))
                return index;
        }

        return null;
    }
}
