using LiquidNet.Kernels;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public class SmallNumbersTests
{
    [Theory]
    [InlineData(SmallNumbers.LeastAdjoint)]
    [InlineData(SmallNumbers.LeastNormal)]
    public void Only_numbers_below_the_least_become_zero(float least)
    {
        float[] kinds = [1, -least / 2, least * 2, float.NaN, float.Epsilon, -least, float.NegativeInfinity, 0, MathF.BitDecrement(least)];
        float[] flushed = [1, 0, least * 2, float.NaN, 0, -least, float.NegativeInfinity, 0, 0];
        for (var length = 0; length < 70; length++)
        {
            var x = Enumerable.Range(0, length).Select(index => kinds[index % kinds.Length]).ToArray();
            var expected = Enumerable.Range(0, length).Select(index => flushed[index % flushed.Length]).ToArray();
            var (y, inPlace) = (new GuardedArray(new float[length]), new GuardedArray(x));
            SmallNumbers.WriteFlushed(x, least, y.Span);
            SmallNumbers.WriteFlushed(inPlace.Span, least, inPlace.Span);
            y.Span.ToArray().Should().Equal(expected);
            inPlace.Span.ToArray().Should().Equal(expected);
            y.ShouldHaveWholeMargins();
            inPlace.ShouldHaveWholeMargins();
        }
    }

    [Fact]
    public void The_least_normal_number_is_the_first_that_is_not_denormal()
    {
        float.IsNormal(SmallNumbers.LeastNormal).Should().BeTrue();
        float.IsSubnormal(MathF.BitDecrement(SmallNumbers.LeastNormal)).Should().BeTrue();
    }
}
