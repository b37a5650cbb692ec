using LiquidNet.Equations;
using LiquidNet.Tests.Cells;
using LiquidNet.Tests.Equations.Support;

namespace LiquidNet.Tests.Equations;

public class ParameterTests
{
    /// <summary>Near zero the rounding of a stored value is a relative error of the effective one, times its logarithm.</summary>
    const double Rounding = 1e-5;

    [Fact]
    public void Equations_see_what_a_positive_parameter_began_with_however_small()
    {
        for (var initial = 1e-30f; initial < 1e6f; initial *= 3)
        {
            var parameter = Parameter.Positive("p", 1, initial);
            var seen = Seen(parameter)[0];
            (seen / (double)initial).Should().BeApproximately(1, Rounding, $"of {initial}");
            (parameter.GetEffectiveValues()[0] / (double)initial).Should().BeApproximately(1, Rounding, $"of {initial}");
        }
    }

    [Fact]
    public void A_positive_vector_begins_with_a_value_for_each_element()
    {
        var parameter = Parameter.Positive("p", [0.5f, 2, 30]);

        parameter.IsPositive.Should().BeTrue();
        parameter.GetEffectiveValues().Zip([0.5f, 2, 30]).Should().OnlyContain(pair => Math.Abs(pair.First / pair.Second - 1) < Rounding);
    }

    [Fact]
    public void Equations_see_the_effective_values_that_were_set()
    {
        var parameter = Parameter.Positive("p", 2, initial: 1);

        parameter.SetEffectiveValues([0.25f, 4]);

        Seen(parameter).Zip([0.25f, 4]).Should().OnlyContain(pair => Math.Abs(pair.First / pair.Second - 1) < Rounding);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Equations_can_see_nothing_but_positive_numbers_of_a_positive_parameter(float refused)
    {
        FluentActions.Invoking(() => Parameter.Positive("p", 1, refused)).Should().Throw<ArgumentOutOfRangeException>();
        var parameter = Parameter.Positive("p", [1, 2]);
        var before = parameter.Values.ToArray();
        parameter.Invoking(it => it.SetEffectiveValues([3, refused])).Should().Throw<ArgumentOutOfRangeException>();
        parameter.Invoking(it => it.SetEffectiveValues([3])).Should().Throw<ArgumentException>().WithMessage("*2 values but got 1*");
        parameter.Values.ToArray().Should().Equal(before);
    }

    [Fact]
    public void Effective_values_of_a_constrained_parameter_are_the_allowed_ones()
    {
        var parameter = Parameter.Vector("p", [1, 2], NonNegative.Instance);
        parameter.Values[0] = -1;
        parameter.GetEffectiveValues().Should().Equal(0, 2);
        parameter.Values[0].Should().Be(-1, "reading changes nothing");
        parameter.Project();
        parameter.Values.ToArray().Should().Equal(0, 2);
        parameter.SetEffectiveValues([3, -4]);
        parameter.Values.ToArray().Should().Equal(3, 0);
    }

    [Fact]
    public void A_matrix_of_a_positive_parameter_would_mislead_and_is_refused()
    {
        Parameter.Positive("tau", 2, 1).Invoking(it => it.Matrix)
            .Should().Throw<InvalidOperationException>().WithMessage("*'tau'*softplus*GetEffectiveValues*");
        Parameter.Vector("b", [1, 2]).Matrix[1, 0].Should().Be(2);
    }

    [Fact]
    public void A_vector_of_given_values_is_no_matrix_of_weights()
    {
        Parameter.Vector("v", [1, 2, 3]).IsMatrix.Should().BeFalse();
        Parameter.Of("m", 3, 1, [1, 2, 3]).IsMatrix.Should().BeTrue();
        Parameter.Vector("v", [-1, 2], NonNegative.Instance).Values.ToArray().Should().Equal(0, 2);
    }

    [Fact]
    public void A_matrix_too_large_for_an_array_is_refused()
    {
        Func<Parameter>[] makers =
        [
            () => Parameter.Glorot("W", 65_536, 65_536, 0),
            () => Parameter.Orthogonal("W", 65_536, 0),
            () => Parameter.Of("W", 65_536, 65_536, []),
        ];
        foreach (var make in makers)
            make.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*65536 x 65536*");
    }

    [Fact]
    public void Sizes_below_one_are_refused()
    {
        FluentActions.Invoking(() => Parameter.Vector("v", 0)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("units");
        FluentActions.Invoking(() => Parameter.Vector("v", [])).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("values");
        FluentActions.Invoking(() => Parameter.Positive("p", [])).Should().Throw<ArgumentOutOfRangeException>()
            .WithParameterName("initial");
        FluentActions.Invoking(() => Parameter.Glorot("g", 0, 1, 0)).Should().Throw<ArgumentOutOfRangeException>()
            .WithParameterName("inputs");
        FluentActions.Invoking(() => Parameter.Of("o", 1, 0, [])).Should().Throw<ArgumentOutOfRangeException>()
            .WithParameterName("outputs");
        FluentActions.Invoking(() => Parameter.Orthogonal("o", 0, 0)).Should().Throw<ArgumentOutOfRangeException>()
            .WithParameterName("units");
        FluentActions.Invoking(() => Parameter.Uniform("u", 0, 0, 1, 0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    /// <summary>What an equation computes that begins at zero and adds the parameter.</summary>
    static double[] Seen(Parameter parameter) =>
        OneRun.Step(new FormulaCell(1, parameter.Rows, (_, state, _) => state + parameter), [0], new double[parameter.Rows], 1);
}
