using LiquidNet.Kernels;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public class SquaredErrorTests
{
    const double Rounding = 5e-7;

    [Fact]
    public void Loss_and_gradient_are_those_of_the_definition()
    {
        foreach (var lanes in (int[])[1, 8, 16, 24])
        {
            for (var rows = 1; rows <= 40; rows++)
            {
                var outputs = Numbers.Around(1, rows * lanes);
                var targets = Numbers.Around(2, rows * lanes);
                var weights = Numbers.Positive(3, lanes);
                var expectedLoss = 0d;
                var expected = new double[outputs.Length];
                for (var i = 0; i < outputs.Length; i++)
                {
                    var error = (double)(outputs[i] - targets[i]);
                    expectedLoss += weights[i % lanes] / rows * error * error;
                    expected[i] = 2d * weights[i % lanes] / rows * error;
                }

                var gradient = new GuardedArray(new float[outputs.Length]);
                var loss = SquaredError.WriteGradient(outputs, targets, weights, rows, lanes, gradient.Span);
                loss.Should().BeApproximately(expectedLoss, Rounding * expectedLoss);
                gradient.ShouldBe(expected, Rounding);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(24)]
    public void A_lane_of_weight_zero_is_not_looked_at(int lanes)
    {
        var outputs = Numbers.Around(1, 2 * lanes);
        var targets = Numbers.Around(2, 2 * lanes);
        outputs[lanes - 1] = float.NaN;
        targets[2 * lanes - 1] = float.PositiveInfinity;
        var weights = Enumerable.Repeat(1f, lanes).ToArray();
        weights[^1] = 0f;
        var gradient = Enumerable.Repeat(float.NaN, 2 * lanes).ToArray();
        var loss = SquaredError.WriteGradient(outputs, targets, weights, 2, lanes, gradient);
        double.IsFinite(loss).Should().BeTrue();
        gradient.Should().OnlyContain(x => float.IsFinite(x));
        gradient[lanes - 1].Should().Be(0f);
        gradient[^1].Should().Be(0f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void An_output_that_is_not_a_number_is_never_hidden(int lanes)
    {
        for (var at = 0; at < 2 * lanes; at++)
        {
            var outputs = Numbers.Around(1, 2 * lanes);
            outputs[at] = float.NaN;
            var weights = Enumerable.Repeat(1f, lanes).ToArray();
            SquaredError.WriteGradient(outputs, new float[2 * lanes], weights, 2, lanes, new float[2 * lanes])
                .Should().Be(double.NaN);
        }
    }
}
