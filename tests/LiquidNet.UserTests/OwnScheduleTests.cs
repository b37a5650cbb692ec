using LiquidNet.Cells;
using LiquidNet.Training;

namespace LiquidNet.UserTests;

public class OwnScheduleTests
{
    [Fact]
    public void The_learning_rate_follows_it()
    {
        var network = LiquidNetwork.Classifier(new GruCell(1, 10, seed: 1), classes: 2);
        var options = new TrainerOptions { Epochs = 20, Optimizer = new Adam(0.05f), Schedule = new InverseTime(0.1) };
        var history = new Trainer(network, options).Fit(Learning.Sines);

        // An epoch has two batches; what is reported at its end is the rate in the middle of the second.
        history.Epochs.Select(epoch => epoch.LearningRate)
            .Should().Equal(Enumerable.Range(0, 20).Select(epoch => 0.05f * (float)(1 / (1 + 0.1 * (epoch + 0.75)))));
        history.Last.Loss.Should().BeLessThan(history.Epochs[0].Loss / 2);
    }

    [Fact]
    public void It_can_begin_with_a_warm_up() =>
        new InverseTime(0.1).WithWarmUp(2).FactorAt(epoch: 1, epochs: 10).Should().Be(0.5f);

    sealed record InverseTime(double Decay) : LearningRateSchedule
    {
        protected override float FactorOf(double epoch, double epochs) => (float)(1 / (1 + Decay * epoch));
    }
}
