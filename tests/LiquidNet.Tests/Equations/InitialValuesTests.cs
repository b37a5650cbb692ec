using LiquidNet.Equations;

namespace LiquidNet.Tests.Equations;

public class InitialValuesTests
{
    /// <summary>Of some thousand even draws the outermost come nearer to the bound than this share of it.</summary>
    const float NearlyAll = 0.99f;

    /// <summary>Sums of squares of at most 17 floats.</summary>
    const double Rounding = 1e-5;

    [Theory]
    [InlineData(40, 24)]
    [InlineData(24, 40)]
    [InlineData(8, 250)]
    public void Glorots_values_fill_their_interval_and_never_leave_it(int inputs, int outputs)
    {
        var bound = MathF.Sqrt(6f / (inputs + outputs));

        var values = Parameter.Glorot("W", inputs, outputs, seed: 1).Values.ToArray();

        values.Should().OnlyContain(value => Math.Abs(value) <= bound);
        values.Max().Should().BeGreaterThan(NearlyAll * bound);
        values.Min().Should().BeLessThan(-NearlyAll * bound);
    }

    [Theory]
    [InlineData(1, 1f)]
    [InlineData(5, 0.9f)]
    [InlineData(17, 2.5f)]
    public void Orthogonal_columns_have_the_length_of_the_gain(int units, float gain)
    {
        var columns = Parameter.Orthogonal("W", units, seed: 1, gain).Values.ToArray().Chunk(units).ToArray();

        for (var left = 0; left < units; left++)
        {
            for (var right = 0; right <= left; right++)
            {
                var product = columns[left].Zip(columns[right], (a, b) => (double)a * b).Sum();
                product.Should().BeApproximately(left == right ? gain * gain : 0, Rounding, $"columns {left} and {right}");
            }
        }
    }
}
