using LiquidNet.Equations;
using LiquidNet.Training;

namespace LiquidNet.Tests.Training;

/// <summary>Gradients on their own, without a step.</summary>
static class Gradients
{
    /// <summary>The gradient of one batch, one parameter after the other.</summary>
    public static float[] Of(
        BackpropagationThroughTime training, LiquidNetwork network, SequenceSet set, ReadOnlySpan<int> batch, ulong? pass = null)
    {
        var gradients = new GradientSet(network.Parameters);
        training.Accumulate(set, batch, gradients, pass);
        return [.. Enumerable.Range(0, network.Parameters.Count).SelectMany(index => gradients[index].ToArray())];
    }
}
