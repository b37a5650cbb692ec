using LiquidNet.Equations;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Tests.Equations.Support;

/// <summary>A signal function and all that its tests need to know.</summary>
/// <param name="Function">The function, with numbers if it has any.</param>
/// <param name="Formula">What it stands for, in double precision and with its derivative.</param>
/// <param name="Equation">A use of it that takes any signal and grows no faster than it.</param>
/// <param name="Bound">How wrong its results are at most, as its documentation says.</param>
sealed record FunctionCase(IDifferentiableFunction Function, Func<Traced, Traced> Formula, Func<Signal, Signal> Equation, double Bound)
{
    public delegate void Write(ReadOnlySpan<float> x, Span<float> y);

    public delegate void AddGradient(ReadOnlySpan<float> kept, ReadOnlySpan<float> dy, Span<float> dx);

    public delegate void Scale(ReadOnlySpan<float> kept, Span<float> adjoint);

    public string Name => Function.GetType().Name;

    /// <summary>Whether <see cref="Bound"/> is relative at every size; otherwise it is absolute up to one and relative above.</summary>
    public bool IsRelative { get; init; }

    /// <summary>The least argument of which it is a number.</summary>
    public float Least { get; init; } = float.NegativeInfinity;

    /// <summary>Whether its slope has no jump.</summary>
    public bool IsSmooth { get; init; } = true;

    /// <summary>Whether NaN gives NaN.</summary>
    public bool KeepsNaN { get; init; } = true;

    public bool KeepsResult => Function.KeepsResult;

    public required Write Values { get; init; }

    public required AddGradient Gradients { get; init; }

    public required Scale Slopes { get; init; }

    public double ValueAt(double x) => Formula(x).Value;

    public double SlopeAt(double x)
    {
        var trace = new Trace();
        var variable = trace.Variable(x);
        return trace.Derivatives([(Formula(variable), 1)])[variable.Node];
    }

    public override string ToString() => Name;
}
