using LiquidNet.Equations;

namespace LiquidNet.Training;

/// <summary>A rule that updates parameters from their gradients.</summary>
/// <remarks>
/// <para>An optimiser itself is stateless, so any number of trainers, folds and threads may share one. What it keeps for given parameters,
/// such as velocities, is in the <see cref="OptimizerState"/> that <see cref="CreateState"/> creates.</para>
/// <para>A custom optimiser overrides <see cref="StatePerValue"/> and <see cref="Apply"/>.</para>
/// </remarks>
public abstract record Optimizer
{
    /// <summary>Creates an optimiser with a learning rate.</summary>
    /// <param name="learningRate">The learning rate; above zero and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is not above zero, or not finite.</exception>
    protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>The learning rate, before any schedule.</summary>
    /// <value>Above zero and finite.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero, or not finite.</exception>
    public float LearningRate
    {
        get;
        init => field = value > 0 && float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "A learning rate must be above zero and finite; 0.001 to 0.1 are usual.");
    }

    /// <summary>How many numbers are kept between steps for each value of a parameter.</summary>
    public abstract int StatePerValue { get; }

    /// <summary>Creates the state for some parameters, before the first step.</summary>
    /// <param name="parameters">The parameters to update.</param>
    public OptimizerState CreateState(ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new OptimizerState(this, parameters);
    }

    /// <summary>Name and options, in the same format in every culture.</summary>
    public sealed override string ToString() => InvariantText.Of(this, PrintMembers);

    /// <summary>Updates the values of one parameter by one step. Must allocate nothing.</summary>
    /// <param name="update">Values, gradient and state of the parameter.</param>
    protected internal abstract void Apply(ParameterUpdate update);
}
