using LiquidNet.Checks;
using LiquidNet.Equations;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Training;

/// <summary>Keeps a single steep batch from throwing parameters far away.</summary>
/// <remarks>A clipping of one's own overrides <see cref="Clip"/>.</remarks>
public abstract record GradientClipping
{
    /// <summary>Shortens the gradient of all parameters together to a length, and so keeps its direction.</summary>
    /// <remarks>Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013, algorithm 1.</remarks>
    /// <param name="limit">The greatest Euclidean length; above zero and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above zero, or not finite.</exception>
    public static GradientClipping ByNorm(float limit) => new NormLimit(Require.Positive(limit, "A limit for gradients"));

    /// <summary>Limits every element of every gradient by itself, which changes the direction.</summary>
    /// <param name="limit">The greatest absolute value; above zero and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above zero, or not finite.</exception>
    public static GradientClipping ByValue(float limit) => new ValueLimit(Require.Positive(limit, "A limit for gradients"));

    /// <summary>Clips gradients in place. Allocates nothing.</summary>
    /// <remarks>What no update uses, gradients of parameters that are not trained and of connections that do not exist, is removed first,
    /// as a <see cref="Trainer"/> does: the norm is that of what moves parameters.</remarks>
    /// <param name="gradients">The gradients; they are changed.</param>
    /// <returns>Their Euclidean length before clipping.</returns>
    /// <exception cref="ArithmeticException">A gradient is not finite; no gradient that counts has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A clipping of one's own gives a scale that is negative or not finite.</exception>
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

    /// <summary>The name and the options, the same in every culture.</summary>
    public sealed override string ToString() => InvariantText.Of(this, PrintMembers);

    /// <summary>Clips finite gradients, or says by how much they are to be scaled. Must allocate nothing.</summary>
    /// <param name="gradients">The gradients, which may be changed.</param>
    /// <param name="norm">Their Euclidean length: <see cref="GradientSet.Norm"/>.</param>
    /// <returns>What they are to be multiplied by; zero or more, and finite.</returns>
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
