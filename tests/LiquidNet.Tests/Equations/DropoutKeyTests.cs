using LiquidNet.Equations;

namespace LiquidNet.Tests.Equations;

public class DropoutKeyTests
{
    static readonly float[] Origin = Numbers(new DropoutKey(Pass: 7, Step: 3, FirstSample: 0), index: 2);

    [Fact]
    public void Everything_that_differs_draws_other_numbers()
    {
        Numbers(new DropoutKey(7, 3, 0), index: 2).Should().Equal(Origin);
        Numbers(new DropoutKey(8, 3, 0), index: 2).Should().NotEqual(Origin);
        Numbers(new DropoutKey(7, 4, 0), index: 2).Should().NotEqual(Origin);
        Numbers(new DropoutKey(7, 3, 16), index: 2).Should().NotEqual(Origin);
        Numbers(new DropoutKey(7, 3, 0), index: 3).Should().NotEqual(Origin);
        Origin.Should().OnlyHaveUniqueItems("rows and lanes differ");
    }

    [Fact]
    public void A_pass_does_not_begin_where_the_one_before_was_a_step_ago() =>
        Numbers(new DropoutKey(8, 2, 0), index: 2).Should().NotEqual(Origin);

    [Fact]
    public void A_sample_has_its_numbers_in_whatever_lane_it_is() =>
        new DropoutKey(7, 3, FirstSample: 16).Uniform(2, row: 5, lane: 1).Should()
            .Be(new DropoutKey(7, 3, FirstSample: 8).Uniform(2, row: 5, lane: 9));

    static float[] Numbers(DropoutKey key, int index) =>
        [.. Enumerable.Range(0, 5).SelectMany(row => Enumerable.Range(0, 4).Select(lane => key.Uniform(index, row, lane)))];
}
