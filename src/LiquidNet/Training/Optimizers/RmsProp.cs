using LiquidNet.Checks;
using LiquidNet.Kernels;

namespace LiquidNet.Training;

/// <summary>RMSProp: gradient descent in which every value has its own step size, from the magnitude of its recent gradients.</summary>
/// <remarks>
/// <code>
/// s = decay s + (1 - decay) g^2
/// v = v - learningRate g / (sqrt(s) + epsilon)
/// </code>
/// <para>Hinton, "Neural Networks for Machine Learning", lecture 6e, 2012, with epsilon outside the root, as in PyTorch.</para>
/// </remarks>
public sealed record RmsProp : Optimizer
{
    /// <summary>Creates an optimiser with a learning rate.</summary>
    /// <param name="learningRate">The learning rate; above zero and finite. Default: 0.001.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is not above zero, or not finite.</exception>
    public RmsProp(float learningRate = 0.001f)
        : base(learningRate)
    {
    }

    /// <summary>The decay rate of the running mean of squared gradients.</summary>
    /// <value>At least 0 and below 1. Default: 0.9, the lecture's.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public float Decay { get; init => field = Require.Share(value, "Decay"); } = 0.9f;

    /// <summary>Added to the denominator, which keeps the quotient finite where gradients are close to zero.</summary>
    /// <value>Above zero and finite. Default: 1e-8.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero, or not finite.</exception>
    public float Epsilon { get; init => field = Require.Positive(value, "Epsilon"); } = 1e-8f;

    /// <inheritdoc/>
    public override int StatePerValue => 1;

    /// <inheritdoc/>
    protected internal override void Apply(ParameterUpdate update) => Updates.RmsProp(
        update.Values, update.Gradient, update.State(0), update.GradientScale, update.LearningRate, Decay, Epsilon);
}
