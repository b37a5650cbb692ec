using LiquidNet.Equations;

namespace LiquidNet.Tests.Equations;

public class ParameterTests
{
    [Fact]
    public void A_positive_parameter_begins_at_what_was_asked_for_however_small()
    {
        for (var initial = 1e-30f; initial < 1e6f; initial *= 3)
        {
            var raw = (double)Parameter.Positive("p", 1, initial).Values[0];
            // The raw value is a float: near zero its rounding is a relative error of the positive one, multiplied by its logarithm.
            (Softplus(raw) / initial).Should().BeApproximately(1, 1e-5, $"of {initial}");
        }

        static double Softplus(double x) => x < -15 ? Math.Exp(x) : Math.Log(1 + Math.Exp(-Math.Abs(x))) + Math.Max(x, 0);
    }

    [Fact]
    public void A_matrix_too_large_for_an_array_is_refused() =>
        FluentActions.Invoking(() => Parameter.Glorot("W", 65536, 65536, 0)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*65536 x 65536*");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_positive_parameter_cannot_begin_elsewhere(float initial) =>
        FluentActions.Invoking(() => Parameter.Positive("p", 1, initial)).Should().Throw<ArgumentOutOfRangeException>();
}
