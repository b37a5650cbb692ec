using LiquidNet.Equations;
using LiquidNet.Runs;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Goes back through a window of steps: exact within it, blind to all before.</summary>
/// <remarks>
/// It remembers the window's readings and the state before them. A correction runs the window again with the present parameters and goes
/// back through it, so it costs about three forward steps for each step of the window, and memory for all of them. Any cell. Williams and
/// Peng, "An efficient gradient-based algorithm for on-line training of recurrent network trajectories", Neural Computation 1990.
/// </remarks>
public sealed class TruncatedBackpropagation : GradientLearner
{
    readonly RecentSteps recent;
    readonly Tape tape;

    /// <summary>Creates a learner.</summary>
    /// <param name="network">What learns; it must not read in both directions.</param>
    /// <param name="window">Through how many steps gradients go back; at least 1. Default: 32.</param>
    /// <param name="optimizer">How parameters move; null takes <see cref="RmsProp"/>.</param>
    /// <param name="loss">How wrong a prediction is; null takes the readout's.</param>
    /// <exception cref="ArgumentException">The network reads in both directions, or the loss does not fit its readout.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window is below 1.</exception>
    public TruncatedBackpropagation(LiquidNetwork network, int window = 32, Optimizer? optimizer = null, Loss? loss = null)
        : base(network, optimizer, loss)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        Window = window;
        recent = new RecentSteps(network.Model, window);
        tape = new Tape(network.Model, network.Model.Logits, lanes: 1);
        recent.Fill();
        Run(new float[network.OutputSize], new GradientSet(network.Parameters));
        recent.Clear();
    }

    /// <summary>Through how many steps gradients go back.</summary>
    public int Window { get; }

    private protected override void Follow(StreamStep step) => recent.Add(step);

    private protected override void AddGradient(StreamStep step, ReadOnlySpan<float> logitGradient, GradientSet toGradients) =>
        Run(logitGradient, toGradients);

    private protected override void Forget() => recent.Clear();

    void Run(ReadOnlySpan<float> logitGradient, GradientSet gradients)
    {
        recent.TakeGradient(logitGradient);
        tape.Begin(recent, TapeMemory.Everything);
        recent.FirstState.CopyTo(tape.InitialState);
        tape.Forward(recent, output: null);
        tape.Reverse(recent, gradients);
    }
}
