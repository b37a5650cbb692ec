using LiquidNet.Checks;
using LiquidNet.Equations;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Storage.Models;

/// <summary>The functions of one variable in files: the names of their types, which therefore never change, and their numbers.</summary>
static class StoredFunctions
{
    static readonly Dictionary<string, Entry> ByName = new Entry[]
    {
        Plain<Tanh>(SignalFunctions.Tanh),
        Plain<LecunTanh>(SignalFunctions.LecunTanh),
        Plain<Sigmoid>(SignalFunctions.Sigmoid),
        Plain<Softsign>(SignalFunctions.Softsign),
        Plain<Exp>(SignalFunctions.Exp),
        Plain<OneMinusExp>(SignalFunctions.OneMinusExp),
        Plain<Log>(SignalFunctions.Log),
        Plain<Sqrt>(SignalFunctions.Sqrt),
        Plain<Sin>(SignalFunctions.Sin),
        Plain<Cos>(SignalFunctions.Cos),
        Plain<Softplus>(SignalFunctions.Softplus),
        Plain<Relu>(SignalFunctions.Relu),
        Plain<Silu>(SignalFunctions.Silu),
        Plain<Gelu>(SignalFunctions.Gelu),
        Plain<Abs>(SignalFunctions.Abs),
        Plain<IsNaN>(SignalFunctions.IsNaN),
        Plain<ZeroIfNaN>(SignalFunctions.ZeroIfNaN),
        With<LeakyRelu>(1, function => [function.NegativeSlope], (x, numbers) => SignalFunctions.LeakyRelu(x, numbers[0])),
        With<Elu>(1, function => [function.Alpha], (x, numbers) => SignalFunctions.Elu(x, numbers[0])),
        With<Clamp>(2, function => [function.Low, function.High], (x, numbers) => SignalFunctions.Clamp(x, numbers[0], numbers[1])),
    }.ToDictionary(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The name of a function in files.</summary>
    public static string NameOf(IDifferentiableFunction function) => function.GetType().Name;

    /// <summary>The numbers of a function, such as a slope.</summary>
    public static float[] NumbersOf(IDifferentiableFunction function) => ByName[NameOf(function)].NumbersOf(function);

    /// <summary>Applies a function of a file.</summary>
    /// <exception cref="InvalidDataException">The function is unknown, or has other numbers.</exception>
    public static Signal Apply(JsonPlace node, Signal x)
    {
        if (!ByName.TryGetValue(node["function"].Text(), out var entry))
            throw node.Fault($"function '{node["function"].Text()}' is unknown; known are {string.Join(", ", Names)}");
        float[] numbers = node.TryGet("numbers") is { } given ? [.. given.Items().Select(item => item.Number())] : [];
        return numbers.Length == entry.Count
            ? entry.Apply(x, numbers)
            : throw node.Fault($"function '{entry.Name}' has {Counted.Of(entry.Count, "number")}, found {numbers.Length}");
    }

    static Entry Plain<TFunction>(Func<Signal, Signal> apply)
        where TFunction : struct, IDifferentiableFunction => new(typeof(TFunction).Name, 0, _ => [], (x, _) => apply(x));

    static Entry With<TFunction>(int count, Func<TFunction, float[]> numbersOf, Func<Signal, float[], Signal> apply)
        where TFunction : struct, IDifferentiableFunction =>
        new(typeof(TFunction).Name, count, function => numbersOf((TFunction)function), apply);

    sealed record Entry(
        string Name, int Count, Func<IDifferentiableFunction, float[]> NumbersOf, Func<Signal, float[], Signal> Apply);
}
