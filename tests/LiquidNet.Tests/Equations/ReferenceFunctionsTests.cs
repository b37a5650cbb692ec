using LiquidNet.Tests.Equations.Support;

namespace LiquidNet.Tests.Equations;

public class ReferenceFunctionsTests
{
    /// <summary>Central differences of a step 1e-5 in double are exact to about 1e-10.</summary>
    const double DifferenceTolerance = 1e-8;

    [Theory]
    [MemberData(nameof(FunctionCases.Names), MemberType = typeof(FunctionCases))]
    public void Slopes_are_those_of_the_values(string name)
    {
        var function = FunctionCases.Named(name);
        ShouldBeThatOfTheValues(function.Formula, Math.Max(-5.13, function.Least + 0.07));
    }

    [Fact]
    public void Arithmetic_has_the_slopes_of_its_values() => ShouldBeThatOfTheValues(x => x * x / (1 + x * x) - (2 - x) / 3, -5.13);

    static void ShouldBeThatOfTheValues(Func<Traced, Traced> function, double from)
    {
        for (var x = from; x < 5; x += 0.37)
        {
            var trace = new Trace();
            var variable = trace.Variable(x);
            var slope = trace.Derivatives([(function(variable), 1)])[variable.Node];
            var difference = (function(x + 1e-5).Value - function(x - 1e-5).Value) / 2e-5;
            slope.Should().BeApproximately(difference, DifferenceTolerance * (1 + Math.Abs(difference)));
        }
    }

    [Theory]
    [InlineData(0.5, 0.5204998778130465)]
    [InlineData(1, 0.8427007929497149)]
    [InlineData(-2, -0.9953222650189527)]
    [InlineData(4.5, 0.9999999998033839)]
    [InlineData(7, 1)]
    public void The_error_function_agrees_with_its_tables(double x, double expected) =>
        ReferenceFunctions.Erf(x).Should().BeApproximately(expected, 1e-15);

    [Fact]
    public void Numbers_of_equations_stand_for_what_was_written()
    {
        ReferenceFunctions.Meant(0.666f).Should().Be(0.666);
        ReferenceFunctions.Meant(1f / 6).Should().Be(1.0 / 6);
        ReferenceFunctions.Meant(-1.7159f).Should().Be(-1.7159);
        ReferenceFunctions.Meant(1e-8f).Should().Be(1e-8);
    }
}
