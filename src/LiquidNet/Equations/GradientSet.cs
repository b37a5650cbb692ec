using LiquidNet.Kernels;

namespace LiquidNet.Equations;

/// <summary>One gradient per parameter, in the order of a <see cref="ParameterSet"/>.</summary>
public sealed class GradientSet
{
    readonly float[][] gradients;

    /// <summary>Creates a set of gradients, all zero.</summary>
    /// <param name="parameters">The parameters that the gradients belong to.</param>
    public GradientSet(ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = parameters;
        gradients = [.. parameters.Select(parameter => new float[parameter.Storage.Length])];
    }

    /// <summary>The parameters that the gradients belong to.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>The gradient of the parameter at a position, in the order of its values.</summary>
    public Span<float> this[int index] => gradients[index];

    /// <summary>The gradient of a parameter.</summary>
    /// <exception cref="ArgumentException">The set has no gradient of this parameter.</exception>
    public Span<float> this[Parameter parameter]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(parameter);
            var index = Parameters.IndexOf(parameter);
            return index >= 0
                ? gradients[index]
                : throw new ArgumentException($"Parameter '{parameter.Name}' has no gradient in this set.", nameof(parameter));
        }
    }

    /// <summary>Sets every gradient to zero.</summary>
    public void Clear()
    {
        foreach (var gradient in gradients)
            Array.Clear(gradient);
    }

    /// <summary>Adds the gradients of another set of the same parameters.</summary>
    /// <exception cref="ArgumentException">The other set belongs to other parameters.</exception>
    public void Add(GradientSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!ReferenceEquals(other.Parameters, Parameters))
            throw new ArgumentException("The gradients belong to other parameters.", nameof(other));
        for (var index = 0; index < gradients.Length; index++)
            Updates.Add(other.gradients[index], gradients[index]);
    }

    /// <summary>Multiplies every gradient with respect to a factor.</summary>
    internal void Scale(float factor)
    {
        if (factor == 1)
            return;
        foreach (var gradient in gradients)
            Broadcasts.WriteAffineOf(gradient, factor, shift: 0, gradient);
    }

    /// <summary>Removes what no update uses: gradients of parameters that are not trained, and what constraints would undo.</summary>
    internal void KeepTrainable()
    {
        for (var index = 0; index < gradients.Length; index++)
        {
            if (Parameters[index].IsTrainable)
                Parameters[index].Projection?.ApplyToGradient(gradients[index]);
            else
                Array.Clear(gradients[index]);
        }
    }

    /// <summary>The Euclidean norm of all gradients together; not finite if any gradient is not.</summary>
    public double Norm()
    {
        var sum = 0.0;
        foreach (var gradient in gradients)
            sum += Updates.SumOfSquares(gradient);
        return Math.Sqrt(sum);
    }

    /// <summary>The parameters that the gradients belong to.</summary>
    public override string ToString() => $"gradients of {Parameters}";

    /// <summary>The array of one gradient.</summary>
    internal float[] Storage(int index) => gradients[index];
}
