using LiquidNet.Equations;

namespace LiquidNet.Training;

/// <summary>A rule by which parameters move along their gradients.</summary>
/// <remarks>
/// <para>An optimiser keeps nothing between steps, so any number of trainers, folds and threads may share one. What it needs of the
/// past of some parameters, such as velocities, lives in the <see cref="OptimizerState"/> that <see cref="CreateState"/> creates.</para>
/// <para>An optimiser of one's own says how many numbers it keeps for each value and overrides <see cref="Apply"/>.</para>
/// </remarks>
public abstract record Optimizer
{
    /// <summary>Creates an optimiser with a learning rate.</summary>
    /// <param name="learningRate">How far one step goes; above zero and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is not above zero, or not finite.</exception>
    protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>How far one step goes, before any schedule.</summary>
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

    /// <summary>How many numbers are kept from step to step for each value of a parameter.</summary>
    public abstract int StatePerValue { get; }

    /// <summary>Creates the state of an optimiser that has not yet taken a step.</summary>
    /// <param name="parameters">The parameters that will move.</param>
    public OptimizerState CreateState(ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new OptimizerState(this, parameters);
    }

    /// <summary>The name and the options, the same in every culture.</summary>
    public sealed override string ToString() => InvariantText.Of(this, PrintMembers);

    /// <summary>Moves the values of one parameter by one step. Must allocate nothing.</summary>
    /// <param name="update">Values, gradient and state of the parameter.</param>
    protected internal abstract void Apply(ParameterUpdate update);
}
