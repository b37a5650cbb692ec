using LiquidNet.Kernels.Functions;
using LiquidNet.Storage.Models;

namespace LiquidNet.Tests.Storage.Models;

public class StoredFunctionsTests
{
    /// <summary>Files hold these names: a function may be added, none may be called otherwise.</summary>
    static readonly string[] Names =
    [
        "Abs", "Clamp", "Cos", "Elu", "Exp", "Gelu", "IsNaN", "LeakyRelu", "LecunTanh", "Log", "OneMinusExp", "Relu", "Sigmoid", "Silu",
        "Sin", "Softplus", "Softsign", "Sqrt", "Tanh", "ZeroIfNaN",
    ];

    [Fact]
    public void The_names_of_functions_are_those_of_all_files() =>
        StoredFunctions.Names.Order(StringComparer.Ordinal).Should().Equal(Names);

    [Fact]
    public void Every_function_of_equations_can_be_saved() =>
        typeof(LiquidNetwork).Assembly.GetTypes()
            .Where(type => type.IsValueType && type.IsAssignableTo(typeof(IDifferentiableFunction)))
            .Select(type => type.Name)
            .Should().BeEquivalentTo(Names);
}
