using LiquidNet.Kernels;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public class VanishingAdjointsTests
{
    [Fact]
    public void Only_numbers_below_the_threshold_become_zero()
    {
        for (var length = 0; length < 70; length++)
        {
            float[] kinds = [1, -1e-31f, 1e-29f, float.NaN, float.Epsilon, -VanishingAdjoints.Threshold, float.NegativeInfinity, 0];
            float[] ended = [1, 0, 1e-29f, float.NaN, 0, -VanishingAdjoints.Threshold, float.NegativeInfinity, 0];
            var adjoints = new GuardedArray([.. Enumerable.Range(0, length).Select(index => kinds[index % kinds.Length])]);
            VanishingAdjoints.Clear(adjoints.Span);
            adjoints.Span.ToArray().Should().Equal(Enumerable.Range(0, length).Select(index => ended[index % ended.Length]));
            adjoints.ShouldHaveWholeMargins();
        }
    }
}
