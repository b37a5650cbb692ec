using LiquidNet.Equations;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Goes back through the last step alone: exact for what that step does, blind to all before it.</summary>
/// <remarks>The cheapest rule: it carries nothing from step to step and costs about as much as backpropagation over one step. It learns
/// what the present reading and state can tell, and nothing that has to be remembered first. Any cell.</remarks>
/// <param name="network">What learns; it must not read in both directions.</param>
/// <param name="optimizer">How parameters move; null takes <see cref="RmsProp"/>.</param>
/// <param name="loss">How wrong a prediction is; null takes the readout's.</param>
/// <exception cref="ArgumentException">The network reads in both directions, or the loss does not fit its readout.</exception>
public sealed class ImmediateDerivative(LiquidNetwork network, Optimizer? optimizer = null, Loss? loss = null)
    : GradientLearner(network, optimizer, loss)
{
    private protected override void AddGradient(StreamStep step, ReadOnlySpan<float> logitGradient, GradientSet toGradients)
    {
        step.BeginReverse(toGradients);
        step.ReverseOutput(logitGradient);
        step.ReverseStep();
        step.FinishReverse();
    }
}
