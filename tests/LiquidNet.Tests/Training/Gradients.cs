using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Training;

namespace LiquidNet.Tests.Training;

/// <summary>Gradients on their own, and where they lead.</summary>
static class Gradients
{
    /// <summary>The gradient of one batch, one parameter after the other.</summary>
    public static float[] Of(
        BackpropagationThroughTime training, LiquidNetwork network, SequenceSet set, ReadOnlySpan<int> batch, int? dropoutSeed = null)
    {
        var gradients = new GradientSet(network.Parameters);
        training.Accumulate(set, batch, gradients, dropoutSeed);
        return [.. Enumerable.Range(0, network.Parameters.Count).SelectMany(index => gradients[index].ToArray())];
    }

    /// <summary>The losses of a few rounds down the gradient of the whole set.</summary>
    public static List<double> LossesDown(LiquidNetwork network, Loss loss, SequenceSet set, float rate)
    {
        var training = new BackpropagationThroughTime(network, loss, threads: 1);
        var (gradients, descent) = (new GradientSet(network.Parameters), new Sgd(rate).CreateState(network.Parameters));
        int[] all = [.. Enumerable.Range(0, set.Count)];
        var losses = new List<double>();
        for (var round = 0; round < 10; round++)
        {
            gradients.Clear();
            losses.Add(training.Accumulate(set, all, gradients).Loss);
            descent.Step(gradients);
        }

        return losses;
    }
}
