using LiquidNet.Checks;
using LiquidNet.Equations;
using LiquidNet.Kernels;
using LiquidNet.Online.Files;
using LiquidNet.Runs;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Recursive least squares: after each target, solves for the linear readout, including its bias, that is optimal over all targets
/// so far. The cell does not change.</summary>
/// <remarks>
/// <code>
/// k = C x / (f + x' C x)
/// W = W + k (target - x W)'
/// C = (C - k x' C) / f
/// </code>
/// <para>with the output <c>x</c> of the cell, extended by a 1 for the bias, the covariance <c>C</c>, and the forgetting factor <c>f</c>.
/// This is the safest rule: the cell is not trained and cannot be spoiled, and there is no learning rate. Computed in double precision; the
/// covariance stays symmetric to the bit. If an input is never excited, forgetting would let its variance grow without bound; it is
/// therefore halved whenever it reaches ten times the initial one, while all other inputs continue to forget. An input whose root mean
/// square is below <c>sqrt((1 - f) / (10 InitialCovariance))</c>, such as 0.001 with a forgetting factor of 0.99 and the default, reaches
/// that too, and follows a change more slowly than the factor says: scale it, or begin with a larger covariance. A step costs the square
/// of the number of cell outputs. All values share one covariance, so a target with a missing value teaches none of them.</para>
/// <para>Plackett, "Some theorems in least squares", Biometrika 1950; Jaeger, "Adaptive nonlinear system identification with echo state
/// networks", NIPS 2002, applies it to a reservoir.</para>
/// </remarks>
public sealed class RecursiveLeastSquares : OnlineLearner
{
    readonly Parameter weights;
    readonly Parameter bias;
    readonly StatelessRun features;
    readonly double[] inputs;
    readonly double[] solution;
    double[] covariance = [];
    LeastSquaresFilter? filter;
    long targets;

    /// <summary>Creates a learner.</summary>
    /// <param name="network">The network that learns, which predicts values by <c>x W + b</c>, as with <see cref="LinearReadout"/>.</param>
    /// <exception cref="ArgumentException">The network reads in both directions, or its logits are not a product with one matrix and a
    /// bias, both trainable and free of constraints.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The covariance of the readout's inputs has more numbers than an array can
    /// hold.</exception>
    public RecursiveLeastSquares(LiquidNetwork network)
        : this(network ?? throw new ArgumentNullException(nameof(network)), AffineReadout.OfValues(network))
    {
    }

    RecursiveLeastSquares(LiquidNetwork network, AffineReadout readout)
        : base(network, new MeanSquaredError())
    {
        (var output, weights, bias) = readout;
        Require.Size(
            (weights.Rows + 1L) * (weights.Rows + 1L), nameof(network),
            $"The covariance of the readout's {weights.Rows} inputs and its bias");
        features = new StatelessRun(output, network.Model.StateSize, lanes: 1);
        features.Prepare();
        inputs = new double[weights.Rows + 1];
        inputs[^1] = 1;
        solution = new double[inputs.Length * network.OutputSize];
    }

    /// <summary>The factor by which the weight of a target shrinks with each later one: after 1 / (1 - Forgetting) further targets its
    /// weight is about a third.</summary>
    /// <value>At least 1e-6, at most 1. Default: 1, all targets count equally.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Forgetting
    {
        get;
        init => field = Require.Between(
            value, LeastSquaresFilter.LeastForgetting, 1, "Forgetting", "it is a share of the past", nameof(Forgetting));
    } = 1;

    /// <summary>The initial covariance: the larger, the less the initial weights are trusted.</summary>
    /// <value>Above zero and finite. Default: 1000; its inverse is the ridge penalty of the least squares.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero, or not finite.</exception>
    public double InitialCovariance
    {
        get;
        init => field = Require.Positive(value, "The initial covariance");
    } = 1000;

    /// <summary>Learns from every n-th target only, if learning from each one costs too much.</summary>
    /// <value>At least 1. Default: 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Interval
    {
        get;
        init => field = Require.AtLeast(value, 1, "The interval", "targets are counted in it", nameof(Interval));
    } = 1;

    private protected override bool MovesCell => false;

    private protected override bool Takes(OnlineLoss compared) => !compared.HasMissing && targets++ % Interval == 0;

    private protected override bool TryUpdate(StreamStep step, OnlineLoss compared)
    {
        step.State.CopyTo(features.Input);
        var output = features.Run();
        for (var at = 0; at < weights.Rows; at++)
            inputs[at] = output[at];
        if (filter is null)
            Begin();
        TakeWritten();
        if (!filter!.TryLearn(covariance, solution, inputs, compared.Targets, added: output[weights.Rows..]))
            return false;
        Write();
        return true;
    }

    private protected override void TransferRule(ILearnerState state)
    {
        targets = state.Count("targets", targets);
        if (!state.Flag("hasCovariance", filter is not null))
            return;
        state.Expect("covariance", (long)inputs.Length * inputs.Length);
        if (filter is null)
            Begin();
        state.Values("covariance", covariance);
        state.Values("solution", solution);
    }

    private protected override void ForgetTargets()
    {
        features.Prepare();
        filter?.Begin(covariance);
    }

    private protected override void LearnAnew() => filter?.Begin(covariance);

    /// <summary>Makes room, at the first target: options are stated after a learner is created.</summary>
    void Begin()
    {
        covariance = new double[inputs.Length * inputs.Length];
        filter = new LeastSquaresFilter(inputs.Length, Network.OutputSize, Forgetting, InitialCovariance);
        filter.Begin(covariance);
    }

    /// <summary>Weights that others have written since replace those that were solved for.</summary>
    void TakeWritten()
    {
        for (var at = 0; at < solution.Length; at++)
        {
            var written = Written(at);
            if ((float)solution[at] != written)
                solution[at] = written;
        }
    }

    void Write()
    {
        for (var at = 0; at < solution.Length; at++)
            Written(at) = (float)solution[at];
        SmallNumbers.Flush(weights.Values);
        SmallNumbers.Flush(bias.Values);
    }

    ref float Written(int at)
    {
        var (of, input) = Math.DivRem(at, inputs.Length);
        return ref input < weights.Rows ? ref weights.Storage[of * weights.Rows + input] : ref bias.Storage[of];
    }
}
