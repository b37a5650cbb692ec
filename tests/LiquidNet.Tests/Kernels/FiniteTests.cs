using LiquidNet.Kernels;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public class FiniteTests
{
    [Fact]
    public void A_number_that_is_not_finite_is_found_at_every_place()
    {
        for (var length = 0; length < 40; length++)
        {
            var numbers = Numbers.Around(length, length);
            Finite.All(numbers).Should().BeTrue();
            for (var place = 0; place < length; place++)
            {
                foreach (var bad in (float[])[float.NaN, -float.NaN, float.PositiveInfinity, float.NegativeInfinity])
                    Finite.All([.. numbers[..place], bad, .. numbers[(place + 1)..]]).Should().BeFalse();
            }
        }
    }

    [Fact]
    public void The_greatest_numbers_are_finite() =>
        Finite.All([.. Enumerable.Repeat(float.MaxValue, 9), .. Enumerable.Repeat(float.MinValue, 9)]).Should().BeTrue();
}
