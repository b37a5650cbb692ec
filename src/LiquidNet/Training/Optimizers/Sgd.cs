using LiquidNet.Checks;
using LiquidNet.Kernels;

namespace LiquidNet.Training;

/// <summary>Stochastic gradient descent, optionally with momentum.</summary>
/// <remarks>
/// <code>
/// s = gradient + weightDecay v
/// u = momentum u + s
/// v = v - learningRate u                     (Nesterov: v - learningRate (s + momentum u))
/// </code>
/// <para>Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013, in the form that keeps the
/// learning rate out of the velocity <c>u</c>, so that a change of the rate takes effect at once.</para>
/// </remarks>
public sealed record Sgd : Optimizer
{
    /// <summary>Creates an optimiser with a learning rate.</summary>
    /// <param name="learningRate">The learning rate; above zero and finite. Default: 0.01, small enough for most recurrent networks without
    /// momentum.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is not above zero, or not finite.</exception>
    public Sgd(float learningRate = 0.01f)
        : base(learningRate)
    {
    }

    /// <summary>The momentum: the share of its velocity that a value keeps from step to step.</summary>
    /// <value>At least 0 and below 1. Default: 0, plain gradient descent; 0.9 is usual.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public float Momentum { get; init => field = Require.Share(value, "Momentum"); }

    /// <summary>Whether to use Nesterov momentum, which looks ahead along the new velocity; without momentum it makes no
    /// difference.</summary>
    /// <value>Default: false.</value>
    public bool Nesterov { get; init; }

    /// <summary>Weight decay, which pulls the values of weight matrices towards zero; biases, time constants and synapses are not
    /// affected.</summary>
    /// <value>Zero or more. Default: 0.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float WeightDecay { get; init => field = Require.NotNegative(value, "Weight decay"); }

    /// <inheritdoc/>
    public override int StatePerValue => Momentum == 0 ? 0 : 1;

    /// <inheritdoc/>
    protected internal override void Apply(ParameterUpdate update)
    {
        var decay = update.IsMatrix ? WeightDecay : 0;
        if (Momentum == 0)
        {
            Updates.Sgd(update.Values, update.Gradient, update.GradientScale, update.LearningRate, decay);
        }
        else
        {
            Updates.Momentum(
                update.Values, update.Gradient, update.State(0), update.GradientScale, update.LearningRate, Momentum, Nesterov, decay);
        }
    }
}
