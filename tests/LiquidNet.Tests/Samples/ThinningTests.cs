using LiquidNet.Samples;

namespace LiquidNet.Tests.Samples;

public class ThinningTests
{
    [Fact]
    public void A_line_of_few_points_stays_as_it_is() => Thinning.Of([3, 1, 2], most: 3).Should().Equal(0, 1, 2);

    [Fact]
    public void Of_each_stretch_the_least_and_the_greatest_value_stay_in_their_order()
    {
        double[] values = [0, 5, 1, -2, 0, 7, 1, 1, 1];

        Thinning.Of(values, most: 4).Should().Equal(1, 3, 4, 5);
    }

    [Fact]
    public void No_peak_is_lost()
    {
        var values = new double[10_007];
        (values[4], values[5_000], values[10_006]) = (1, -1, 2);

        var places = Thinning.Of(values, most: 100);

        places.Should().HaveCountLessThanOrEqualTo(100).And.BeInAscendingOrder().And.Contain([4, 5_000, 10_006]);
    }
}
