using LiquidNet.Checks;
using LiquidNet.Equations;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Training;

/// <summary>Limits gradients, so that a single steep batch cannot throw parameters far off.</summary>
/// <remarks>A custom rule overrides <see cref="Clip"/>.</remarks>
public abstract record GradientClipping
{
    /// <summary>Scales down the gradient of all parameters together to a greatest norm, which keeps its direction.</summary>
    /// <remarks>Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013, algorithm 1.</remarks>
    /// <param name="limit">The greatest Euclidean norm; above zero and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above zero, or not finite.</exception>
    public static GradientClipping ByNorm(float limit) => new NormLimit(Require.Positive(limit, "A limit for gradients"));

    /// <summary>Limits every element of every gradient separately, which changes the direction.</summary>
    /// <param name="limit">The greatest absolute value; above zero and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above zero, or not finite.</exception>
    public static GradientClipping ByValue(float limit) => new ValueLimit(Require.Positive(limit, "A limit for gradients"));

    /// <summary>Clips gradients in place. Allocates nothing.</summary>
    /// <remarks>Gradients of untrained parameters and of connections that do not exist are set to zero first, as a <see cref="Trainer"/>
    /// does, so that the norm is that of what moves parameters.</remarks>
    /// <param name="gradients">The gradients, which are changed in place.</param>
    /// <returns>Their Euclidean norm before clipping.</returns>
    /// <exception cref="ArithmeticException">A gradient is not finite; no gradient of a trained value has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A custom rule returns a scale that is negative or not finite.</exception>
    public double Apply(GradientSet gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        gradients.KeepTrainable();
        var norm = gradients.Norm();
        if (!double.IsFinite(norm))
            throw new ArithmeticException("A gradient is not finite, which no clipping mends: lower the learning rate.");
        gradients.Scale(Require.NotNegative(Clip(gradients, norm), "The scale of a clipping"));
        return norm;
    }

    /// <summary>Name and options, in the same format in every culture.</summary>
    public sealed override string ToString() => InvariantText.Of(this, PrintMembers);

    /// <summary>Clips finite gradients in place, or returns a factor to scale them by. Must allocate nothing.</summary>
    /// <param name="gradients">The gradients, which may be changed.</param>
    /// <param name="norm">Their Euclidean norm: <see cref="GradientSet.Norm"/>.</param>
    /// <returns>The factor to multiply all gradients by; zero or more, and finite.</returns>
    protected internal abstract float Clip(GradientSet gradients, double norm);

    internal sealed record NormLimit(float Limit) : GradientClipping
    {
        protected internal override float Clip(GradientSet gradients, double norm) => norm > Limit ? (float)(Limit / norm) : 1;
    }

    internal sealed record ValueLimit(float Limit) : GradientClipping
    {
        protected internal override float Clip(GradientSet gradients, double norm)
        {
            for (var index = 0; index < gradients.Parameters.Count; index++)
                UnaryFunctions.Write(new Clamp(-Limit, Limit), gradients[index], gradients[index]);
            return 1;
        }
    }
}
