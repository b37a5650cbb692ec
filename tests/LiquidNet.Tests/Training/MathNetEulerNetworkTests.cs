using LiquidNet.Benchmarks;
using LiquidNet.Training;

namespace LiquidNet.Tests.Training;

public class MathNetEulerNetworkTests
{
    /// <summary>Sums over samples, time and neurons are added in another order.</summary>
    const float Rounding = 2e-6f;

    [Fact]
    public void The_network_by_hand_takes_the_steps_of_the_library()
    {
        var task = new TrainingTask(batch: 18, steps: 7, features: 5, units: 9, classes: 4);
        var before = task.ByHand.Parameters;
        var step = new TrainingStep(task.Network, new SoftmaxCrossEntropy(), new() { Optimizer = new Sgd(0.5f) });
        for (var count = 0; count < 3; count++)
        {
            step.Take(task.Set, task.Samples, new StepPlace(0, count, 3, 0), learningRateFactor: 1);
            task.ByHand.Step(task.Inputs, task.Labels, learningRate: 0.5f);
        }

        string[] names = ["tau", "b_hid", "W_in", "W_hid", "b_out", "W_out"];
        for (var index = 0; index < names.Length; index++)
        {
            var expected = task.Network.Parameters[names[index]].Values.ToArray();
            task.ByHand.Parameters[index].Should().NotEqual(before[index]);
            for (var place = 0; place < expected.Length; place++)
                task.ByHand.Parameters[index][place].Should().BeApproximately(expected[place], Rounding, names[index]);
        }
    }
}
