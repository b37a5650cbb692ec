using LiquidNet.Checks;
using LiquidNet.Kernels;

namespace LiquidNet.Training;

/// <summary>Adam: gradient descent in which every value has its own step size, from the mean and the magnitude of its recent
/// gradients.</summary>
/// <remarks>
/// <code>
/// m = beta1 m + (1 - beta1) g,   s = beta2 s + (1 - beta2) g^2
/// v = v - learningRate (m / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + epsilon)
/// </code>
/// <para>Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1. Weight decay is decoupled (AdamW), as in
/// Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, algorithm 2, and multiplied by the learning rate.</para>
/// </remarks>
public sealed record Adam : Optimizer
{
    /// <summary>Creates an optimiser with a learning rate.</summary>
    /// <param name="learningRate">The learning rate; above zero and finite. Default: 0.001, the paper's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is not above zero, or not finite.</exception>
    public Adam(float learningRate = 0.001f)
        : base(learningRate)
    {
    }

    /// <summary>The decay rate of the running mean of gradients.</summary>
    /// <value>At least 0 and below 1. Default: 0.9, the paper's.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public float Beta1 { get; init => field = Require.Share(value, "Beta1"); } = 0.9f;

    /// <summary>The decay rate of the running mean of squared gradients.</summary>
    /// <value>At least 0 and below 1. Default: 0.999, the paper's.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public float Beta2 { get; init => field = Require.Share(value, "Beta2"); } = 0.999f;

    /// <summary>Added to the denominator, which keeps the quotient finite where gradients are close to zero.</summary>
    /// <value>Above zero and finite. Default: 1e-8, the paper's.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero, or not finite.</exception>
    public float Epsilon { get; init => field = Require.Positive(value, "Epsilon"); } = 1e-8f;

    /// <summary>Weight decay, which pulls the values of weight matrices towards zero; biases, time constants and synapses are not
    /// affected.</summary>
    /// <value>Zero or more. Default: 0.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float WeightDecay { get; init => field = Require.NotNegative(value, "Weight decay"); }

    /// <summary>Whether weight decay shrinks the values directly (AdamW) instead of being added to the gradient.</summary>
    /// <value>Default: true; what is added to the gradient is divided by its magnitude, and so hardly decays values with large
    /// gradients.</value>
    public bool DecoupledWeightDecay { get; init; } = true;

    /// <inheritdoc/>
    public override int StatePerValue => 2;

    /// <inheritdoc/>
    protected internal override void Apply(ParameterUpdate update) => Updates.Adam(
        update.Values, update.Gradient, update.State(0), update.State(1), update.GradientScale, update.LearningRate,
        Beta1, Beta2, Epsilon, BiasCorrection(Beta1, update.Step), BiasCorrection(Beta2, update.Step),
        update.IsMatrix ? WeightDecay : 0, DecoupledWeightDecay);

    // In single precision the difference would lose most of its digits in the first steps.
    static float BiasCorrection(float beta, long step) => (float)(1 - Math.Pow(beta, step));
}
