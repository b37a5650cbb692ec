using LiquidNet.Equations;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Backpropagates through the last step only: exact for what that step does, blind to all earlier ones.</summary>
/// <remarks>The cheapest rule: it carries nothing from step to step and costs about as much as backpropagation over one step. It learns
/// what can be predicted from the present reading and state, but not what to remember for later. Works with any cell.</remarks>
/// <param name="network">The network that learns; it must not read in both directions.</param>
/// <param name="optimizer">The optimiser; null for <see cref="RmsProp"/>.</param>
/// <param name="loss">The loss; null for the default of the readout.</param>
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
