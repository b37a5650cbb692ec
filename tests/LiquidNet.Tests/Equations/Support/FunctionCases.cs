using LiquidNet.Equations;
using LiquidNet.Kernels.Functions;
using Functions = LiquidNet.Kernels.Functions;
using Reference = LiquidNet.Tests.Equations.Support.ReferenceFunctions;

namespace LiquidNet.Tests.Equations.Support;

/// <summary>All signal functions, one a line: a new function is a new line here.</summary>
static class FunctionCases
{
    static readonly Dictionary<Type, Func<IDifferentiableFunction, Traced, Traced>> Formulas = [];

    public static FunctionCase[] All { get; } =
    [
        Of<Functions.Tanh>(new(), (_, x) => Reference.Tanh(x), SignalFunctions.Tanh, 2.5e-7),
        Of<Functions.LecunTanh>(new(), (_, x) => 1.7159 * Reference.Tanh(0.666 * x), SignalFunctions.LecunTanh, 5e-7),
        Of<Functions.Sigmoid>(new(), (_, x) => Reference.Sigmoid(x), SignalFunctions.Sigmoid, 2e-7),
        Of<Functions.Softsign>(new(), (_, x) => Reference.Softsign(x), SignalFunctions.Softsign, 2e-7) with { IsRelative = true },
        Of<Functions.Exp>(
            new(), (_, x) => Reference.Exp(x), x => SignalFunctions.Exp(-SignalFunctions.Softplus(x)), 2e-7) with { IsRelative = true },
        Of<Functions.OneMinusExp>(
            new(), (_, x) => Reference.OneMinusExp(x), x => SignalFunctions.OneMinusExp(SignalFunctions.Softplus(x)), 5e-7)
            with { IsRelative = true },
        Of<Functions.Log>(new(), (_, x) => Reference.Log(x), x => SignalFunctions.Log(0.3f + SignalFunctions.Softplus(x)), 2e-7)
            with { IsRelative = true, Least = 0 },
        Of<Functions.Sqrt>(new(), (_, x) => Reference.Sqrt(x), x => SignalFunctions.Sqrt(0.3f + SignalFunctions.Softplus(x)), 6e-8)
            with { IsRelative = true, Least = 0 },
        Of<Functions.Sin>(new(), (_, x) => Reference.Sin(x), SignalFunctions.Sin, 1.5e-7),
        Of<Functions.Cos>(new(), (_, x) => Reference.Cos(x), SignalFunctions.Cos, 1.5e-7),
        Of<Functions.Softplus>(new(), (_, x) => Reference.Softplus(x), SignalFunctions.Softplus, 1e-6) with { IsRelative = true },
        Of<Functions.Relu>(new(), (_, x) => Reference.Relu(x), SignalFunctions.Relu, 0) with { IsSmooth = false },
        Of<Functions.LeakyRelu>(
            new(0.125f), (f, x) => Reference.LeakyRelu(x, f.NegativeSlope), x => SignalFunctions.LeakyRelu(x, 0.125f), 6e-8)
            with { IsRelative = true, IsSmooth = false },
        Of<Functions.Elu>(new(1.5f), (f, x) => Reference.Elu(x, f.Alpha), x => SignalFunctions.Elu(x, 1.5f), 6e-7)
            with { IsRelative = true, IsSmooth = false },
        Of<Functions.Silu>(new(), (_, x) => Reference.Silu(x), SignalFunctions.Silu, 1e-6),
        Of<Functions.Gelu>(new(), (_, x) => Reference.Gelu(x), SignalFunctions.Gelu, 6e-7),
        Of<Functions.Abs>(new(), (_, x) => Reference.Abs(x), SignalFunctions.Abs, 0) with { IsSmooth = false },
        Of<Functions.Clamp>(new(-0.5f, 2), (f, x) => Reference.Clamp(x, f.Low, f.High), x => SignalFunctions.Clamp(x, -0.5f, 2), 0)
            with { IsSmooth = false },
        Of<Functions.IsNaN>(new(), (_, x) => Reference.IsNaN(x), SignalFunctions.IsNaN, 0) with { IsSmooth = false, KeepsNaN = false },
        Of<Functions.ZeroIfNaN>(new(), (_, x) => Reference.ZeroIfNaN(x), SignalFunctions.ZeroIfNaN, 0)
            with { IsSmooth = false, KeepsNaN = false },
    ];

    public static TheoryData<string> Names { get; } = new(All.Select(function => function.Name));

    public static FunctionCase Named(string name) => All.Single(function => function.Name == name);

    /// <summary>The formula of a function in an equation, with the function's own numbers.</summary>
    public static Func<Traced, Traced> FormulaOf(IDifferentiableFunction function) => x => Formulas[function.GetType()](function, x);

    static FunctionCase Of<TFunction>(
        TFunction function, Func<TFunction, Traced, Traced> formula, Func<Signal, Signal> equation, double bound)
        where TFunction : struct, IDifferentiableFunction
    {
        Formulas.Add(typeof(TFunction), (given, x) => formula((TFunction)given, x));
        return new(function, x => formula(function, x), equation, bound)
        {
            Values = (x, y) => UnaryFunctions.Write(function, x, y),
            Gradients = (kept, dy, dx) => UnaryFunctions.AddGradient(function, kept, dy, dx),
            Slopes = (kept, adjoint) => UnaryFunctions.WriteScaledBySlope(function, kept, adjoint),
        };
    }
}
