using LiquidNet.Kernels.Functions;

namespace LiquidNet.Export.C;

/// <summary>The functions of equations in C: those that a source calls, each with what it calls itself.</summary>
/// <remarks>
/// Exponential, tanh and sigmoid are written out: every liquid cell needs them, and C libraries for small processors compute
/// <c>expf</c> in double precision, for which those have no hardware. The others are the C library's.
/// </remarks>
/// <param name="prefix">What all names begin with.</param>
sealed class CFunctions(string prefix)
{
    readonly SortedSet<string> used = new(StringComparer.Ordinal);

    /// <summary>Whether C has a function.</summary>
    public static bool Has(Type function) => NameOf(function) is not null;

    /// <summary>A call of a function.</summary>
    public string Call(IDifferentiableFunction function, string x) => function switch
    {
        LeakyRelu(var slope) => Call("leaky_relu", x, CText.Literal(slope)),
        Elu(var alpha) => Call("elu", x, CText.Literal(alpha)),
        Clamp(var low, var high) => Call("clamp", x, CText.Literal(low), CText.Literal(high)),
        _ => Call(NameOf(function.GetType())!, x),
    };

    /// <summary>A call of a function by its name.</summary>
    public string Call(string name, params ReadOnlySpan<string> arguments)
    {
        Use(name);
        return $"{prefix}_{name}({string.Join(", ", arguments!)})";
    }

    /// <summary>Adds the functions that were called, each after those that it calls.</summary>
    public void Write(CText text)
    {
        foreach (var name in CFunctionBodies.Order.Where(used.Contains))
        {
            foreach (var line in CFunctionBodies.Of(name).Replace("NAME_", prefix + "_", StringComparison.Ordinal).Split('\n'))
                text.Line(line);
            text.Line();
        }
    }

    void Use(string name)
    {
        if (!used.Add(name))
            return;
        foreach (var other in CFunctionBodies.Order)
        {
            if (CFunctionBodies.Of(name).Contains($"NAME_{other}(", StringComparison.Ordinal))
                Use(other);
        }
    }

    static string? NameOf(Type function) => function.Name switch
    {
        nameof(Tanh) => "tanh",
        nameof(LecunTanh) => "lecun_tanh",
        nameof(Sigmoid) => "sigmoid",
        nameof(Softsign) => "softsign",
        nameof(Exp) => "exp",
        nameof(OneMinusExp) => "one_minus_exp",
        nameof(Log) => "log",
        nameof(Sqrt) => "sqrt",
        nameof(Sin) => "sin",
        nameof(Cos) => "cos",
        nameof(Softplus) => "softplus",
        nameof(Relu) => "relu",
        nameof(LeakyRelu) => "leaky_relu",
        nameof(Elu) => "elu",
        nameof(Silu) => "silu",
        nameof(Gelu) => "gelu",
        nameof(Abs) => "abs",
        nameof(Clamp) => "clamp",
        nameof(IsNaN) => "is_nan",
        nameof(ZeroIfNaN) => "zero_if_nan",
        _ => null,
    };
}
