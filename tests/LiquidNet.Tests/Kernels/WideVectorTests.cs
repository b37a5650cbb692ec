using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Tests.Kernels;

public sealed class WideVectorTests
{
    const float Limit = 3;

    static readonly float[] Numbers =
    [
        0, -0f, 1, -1, 0.001f, -0.0015f, 0.5f, -2.75f, 3.5f, -17, 88.5f, -90, 1e-30f, 1e30f, float.PositiveInfinity, float.NaN,
    ];

    [Fact]
    public void Every_place_has_the_bits_that_a_single_lane_has()
    {
        if (!WideVector.IsSupported)
            return;
        foreach (var other in (ReadOnlySpan<float>)[0.75f, -3, 200])
        {
            var (wide, single) = (new float[WideVector.Count], new float[WideVector.Count]);
            for (var formula = 0; formula < Values(OneLane.All(1), OneLane.All(1)).Length; formula++)
            {
                Values(WideVector.Load(in Numbers[0], 0), WideVector.All(other))[formula].Store(ref wide[0], 0);
                for (var place = 0; place < Numbers.Length; place++)
                    Values(OneLane.All(Numbers[place]), OneLane.All(other))[formula].Store(ref single[place], 0);
                wide.Select(BitConverter.SingleToInt32Bits).Should().Equal(single.Select(BitConverter.SingleToInt32Bits), $"of {formula}");
            }
        }
    }

    [Fact]
    public void What_is_summed_counts_every_place_once()
    {
        if (!WideVector.IsSupported)
            return;
        float[] powers = [.. Enumerable.Range(0, WideVector.Count).Select(place => (float)(1 << place))];
        var (x, sums) = (WideVector.Load(in powers[0], 0), new float[LaneVector.Count]);

        x.AddFolded(ref sums[0], 0);
        WideVector.AddFoldedProduct(x, WideVector.All(2), ref sums[0], 0);

        const float Sum = (1 << 16) - 1;
        WideVector.Sum(x).Should().Be(Sum);
        WideVector.Dot(x, WideVector.All(3)).Should().Be(3 * Sum);
        sums.Sum().Should().Be(3 * Sum);
        sums[0].Should().Be(3 * (1 + (1 << LaneVector.Count)));
    }

    static TLanes[] Values<TLanes>(TLanes x, TLanes y)
        where TLanes : struct, ILanes<TLanes> =>
    [
        x + y, x - y, x * y, x / y, TLanes.MultiplyAdd(x, y, x), TLanes.AtMost(y, x), TLanes.AtLeast(y, x), TLanes.Abs(x), TLanes.Sqrt(x),
        TLanes.Exp(x), TLanes.Log(x), TLanes.ShiftBitsLeft(x, 3), TLanes.WhereGreater(x, y, x, y),
        TLanes.ReplaceBeyond(Limit, x, y, value => value + 1), Rational.Sigmoid(x), Rational.TanhOfPowerOfTwo(x),
    ];
}
