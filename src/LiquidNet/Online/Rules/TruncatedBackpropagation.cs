using LiquidNet.Checks;
using LiquidNet.Equations;
using LiquidNet.Online.Files;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Truncated backpropagation: backpropagates through a window of recent steps. Exact within the window, blind to all before
/// it.</summary>
/// <remarks>
/// <para>It keeps the readings of the window and the state before each. A correction goes back step by step, and computes each step again
/// with the present parameters from the state that the stream had then. This costs about three forward steps per step of the window. While
/// parameters change within the window, the gradient is approximate: its states are those of the predictions that were made, its weights
/// the present ones. Works with any cell.</para>
/// <para>Williams and Peng, "An efficient gradient-based algorithm for on-line training of recurrent network trajectories", Neural
/// Computation 1990.</para>
/// </remarks>
public sealed class TruncatedBackpropagation : GradientLearner
{
    readonly RecentSteps recent;

    /// <summary>Creates a learner.</summary>
    /// <param name="network">The network that learns; it must not read in both directions.</param>
    /// <param name="window">The number of steps that gradients go back; at least 1. Default: 32.</param>
    /// <param name="optimizer">The optimiser; null for <see cref="RmsProp"/>.</param>
    /// <param name="loss">The loss; null for the default of the readout.</param>
    /// <exception cref="ArgumentException">The network reads in both directions, or the loss does not fit its readout.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window is below 1, or has more numbers than an array can hold.</exception>
    public TruncatedBackpropagation(LiquidNetwork network, int window = 32, Optimizer? optimizer = null, Loss? loss = null)
        : base(network, optimizer, loss)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var numbersOfStep = Math.Max(network.InputSize, network.Cell.StateSize);
        Require.Size(
            (long)window * numbersOfStep, nameof(window),
            $"A window of {Counted.Of(window, "step")} with up to {Counted.Of(numbersOfStep, "number")} each");
        Window = window;
        recent = new RecentSteps(network.Model, window);
    }

    /// <summary>The number of steps that gradients go back.</summary>
    public int Window { get; }

    private protected override void Follow(StreamStep step) => recent.Add(step);

    private protected override void AddGradient(StreamStep step, ReadOnlySpan<float> logitGradient, GradientSet toGradients)
    {
        step.BeginReverse(toGradients);
        step.ReverseOutput(logitGradient);
        step.ReverseStep();
        for (var age = 1; age < recent.Count; age++)
        {
            recent.Repeat(step, age);
            step.ReverseStep();
        }

        step.FinishReverse();
    }

    private protected override void TransferRule(ILearnerState state)
    {
        base.TransferRule(state);
        TransferSteps(state, recent);
    }

    private protected override void ForgetSteps() => recent.Clear();
}
