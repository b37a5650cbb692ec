using LiquidNet.Equations;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Training;

/// <summary>Keeps a single steep batch from throwing parameters far away.</summary>
public abstract record GradientClipping
{
    private protected GradientClipping(float limit)
    {
        if (!(limit > 0) || !float.IsFinite(limit))
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "A limit for gradients must be above zero and finite.");
        Limit = limit;
    }

    /// <summary>The greatest length, or the greatest absolute value.</summary>
    public float Limit { get; }

    /// <summary>Shortens the gradient of all parameters together to a length, and so keeps its direction.</summary>
    /// <remarks>Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013, algorithm 1.</remarks>
    /// <param name="limit">The greatest Euclidean length; above zero and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above zero, or not finite.</exception>
    public static GradientClipping ByNorm(float limit) => new NormLimit(limit);

    /// <summary>Limits every element of every gradient by itself, which changes the direction.</summary>
    /// <param name="limit">The greatest absolute value; above zero and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above zero, or not finite.</exception>
    public static GradientClipping ByValue(float limit) => new ValueLimit(limit);

    /// <summary>Clips gradients, or says by how much they are to be scaled. Allocates nothing.</summary>
    /// <param name="gradients">The gradients; clipping by value changes them.</param>
    /// <param name="norm">Their Euclidean length: <see cref="GradientSet.Norm"/>.</param>
    /// <returns>What they are to be multiplied by: the scale of <see cref="OptimizerState.Step"/>.</returns>
    public abstract float Apply(GradientSet gradients, double norm);

    sealed record NormLimit(float Limit) : GradientClipping(Limit)
    {
        public override float Apply(GradientSet gradients, double norm) => norm > Limit ? (float)(Limit / norm) : 1;
    }

    sealed record ValueLimit(float Limit) : GradientClipping(Limit)
    {
        public override float Apply(GradientSet gradients, double norm)
        {
            for (var index = 0; index < gradients.Parameters.Count; index++)
                UnaryFunctions.Write(new Clamp(-Limit, Limit), gradients[index], gradients[index]);
            return 1;
        }
    }
}
