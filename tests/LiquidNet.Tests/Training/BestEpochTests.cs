using LiquidNet.Equations;
using LiquidNet.Training;

namespace LiquidNet.Tests.Training;

public class BestEpochTests
{
    readonly Parameter weight = Parameter.Vector("w", 2);

    [Fact]
    public void The_values_of_the_lowest_loss_are_put_back()
    {
        var best = new BestEpoch(new ParameterSet([weight]));

        foreach (var loss in (double[])[3, 1, 2, double.NaN])
            Offer(best, loss, value: (float)(10 * loss));
        best.Restore();

        weight.Values.ToArray().Should().Equal(10, 10);
    }

    [Fact]
    public void Of_equal_losses_the_first_counts()
    {
        var best = new BestEpoch(new ParameterSet([weight]));

        Offer(best, loss: 1, value: 5);
        Offer(best, loss: 1, value: 6);
        best.Restore();

        weight.Values.ToArray().Should().Equal(5, 5);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Without_a_finite_loss_values_stay_as_they_are(double loss)
    {
        var best = new BestEpoch(new ParameterSet([weight]));

        Offer(best, loss, value: 5);
        weight.Values.Fill(6);
        best.Restore();

        weight.Values.ToArray().Should().Equal(6, 6);
    }

    void Offer(BestEpoch best, double loss, float value)
    {
        weight.Values.Fill(value);
        best.Offer(epoch: 1, loss);
    }
}
