using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations.Operators;

/// <summary>A function of one variable, element by element; which one, and with which numbers, its function tells.</summary>
abstract class Elementwise(Signal source) : UnaryOperator(source)
{
    /// <summary>The function, equal to another of the same kind and numbers.</summary>
    public abstract IDifferentiableFunction Function { get; }

    public sealed override object Attributes => Function;

    public sealed override string Format(IReadOnlyList<string> operands) => $"{Function.GetType().Name}({operands[0]})";

    public sealed override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}

/// <summary><c>y = f(x)</c>.</summary>
sealed class Elementwise<TFunction>(Signal source, TFunction function = default) : Elementwise(source)
    where TFunction : struct, IDifferentiableFunction
{
    public override IDifferentiableFunction Function => function;

    public override bool MayReplaceSource { get; } = function.KeepsResult;

    protected override void Write(ReadOnlySpan<float> x, Span<float> y) => UnaryFunctions.Write(function, x, y);

    protected override void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryFunctions.AddGradient(function, MayReplaceSource ? y : x, dy, dx);

    protected override void ScaleBySlope(ReadOnlySpan<float> y, Span<float> adjoint) =>
        UnaryFunctions.WriteScaledBySlope(function, y, adjoint);
}
