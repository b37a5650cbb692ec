using LiquidNet.Checks;
using LiquidNet.Equations;
using LiquidNet.Online.Files;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Goes back through a window of steps: exact within it, blind to all before.</summary>
/// <remarks>
/// <para>It remembers the window's readings and the state before each. A correction goes back from step to step, each computed again with
/// the present parameters from the state that the stream had then, so it costs about three forward steps for each step of the window. So
/// the gradient stays that of the prediction which was made, however the parameters have moved within the window. Any cell.</para>
/// <para>Williams and Peng, "An efficient gradient-based algorithm for on-line training of recurrent network trajectories", Neural
/// Computation 1990.</para>
/// </remarks>
public sealed class TruncatedBackpropagation : GradientLearner
{
    readonly RecentSteps recent;

    /// <summary>Creates a learner.</summary>
    /// <param name="network">What learns; it must not read in both directions.</param>
    /// <param name="window">Through how many steps gradients go back; at least 1. Default: 32.</param>
    /// <param name="optimizer">How parameters move; null takes <see cref="RmsProp"/>.</param>
    /// <param name="loss">How wrong a prediction is; null takes the readout's.</param>
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

    /// <summary>Through how many steps gradients go back.</summary>
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
