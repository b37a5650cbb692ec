using LiquidNet.Checks;
using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels;
using LiquidNet.Runs;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Solves for a linear readout, bias included, anew after each target: exact least squares over all targets so far; the cell
/// stays as it is.</summary>
/// <remarks>
/// <code>
/// k = C x / (f + x' C x)
/// W = W + k (target - x W)'
/// C = (C - k x' C) / f
/// </code>
/// <para>with <c>x</c> the output of the cell and a 1 for the bias, the covariance <c>C</c>, and forgetting <c>f</c>. It is the safest
/// rule: a liquid that is not trained cannot be spoiled, and there is no learning rate. Computed in double precision, and the covariance
/// stays symmetric to the bit. Where nothing excites a direction, forgetting would let its covariance grow without end; it
/// pauses while that is ten times the initial one. A step costs the square of the cell's output. All values share one covariance, so
/// a target of which a value is missing teaches none of them.</para>
/// <para>Plackett, "Some theorems in least squares", Biometrika 1950; Jaeger, "Adaptive nonlinear system identification with echo state
/// networks", NIPS 2002, uses it on a reservoir.</para>
/// </remarks>
public sealed class RecursiveLeastSquares : OnlineLearner
{
    readonly Parameter weights;
    readonly Parameter bias;
    readonly StatelessRun features;
    readonly double[] inputs;
    readonly double[][] solution;
    readonly double[][] moved;
    LeastSquaresFilter? filter;
    long targets;

    /// <summary>Creates a learner.</summary>
    /// <param name="network">What learns: values, read out by <c>x W + b</c>, as <see cref="LinearReadout"/> does.</param>
    /// <exception cref="ArgumentException">The network reads in both directions, or its logits are not a product with one matrix and a
    /// bias, both trainable and free of constraints.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The covariance of the readout's inputs has more numbers than an array can
    /// hold.</exception>
    public RecursiveLeastSquares(LiquidNetwork network)
        : base(network, new MeanSquaredError())
    {
        (var output, weights, bias) = ReadoutOf(network);
        Require.Size(
            (weights.Rows + 1L) * (weights.Rows + 1L), nameof(network),
            $"The covariance of the readout's {weights.Rows} inputs and its bias");
        features = new StatelessRun(Circuit.CompileOutput(output), network.Model.StateSize, lanes: 1);
        features.Prepare();
        inputs = new double[weights.Rows + 1];
        inputs[^1] = 1;
        solution = [.. Enumerable.Range(0, network.OutputSize).Select(_ => new double[inputs.Length])];
        moved = [.. solution.Select(row => new double[row.Length])];
    }

    /// <summary>What a target counts for each later one: after 1 / (1 - Forgetting) further targets it counts a third.</summary>
    /// <value>Above 0, at most 1. Default: 1, all targets count alike.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Forgetting
    {
        get;
        init => field = Require.Between(value, double.Epsilon, 1, "Forgetting", "it is a share of the past", nameof(Forgetting));
    } = 1;

    /// <summary>The covariance to begin with: how little the initial weights are trusted.</summary>
    /// <value>Above zero and finite. Default: 1000; its inverse is the ridge of the least squares.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero, or not finite.</exception>
    public double InitialCovariance
    {
        get;
        init => field = Require.Positive(value, "The initial covariance");
    } = 1000;

    /// <summary>Only every so manyth target is learned from, where each one would be too dear.</summary>
    /// <value>At least 1. Default: 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Interval
    {
        get;
        init => field = Require.AtLeast(value, 1, "The interval", "targets are counted in it", nameof(Interval));
    } = 1;

    private protected override bool MovesCell => false;

    private protected override bool TryUpdate(StreamStep step, OnlineLoss compared)
    {
        if (compared.HasMissing || targets++ % Interval != 0)
            return true;
        step.State.CopyTo(features.Input);
        var output = features.Run();
        for (var at = 0; at < output.Length; at++)
            inputs[at] = output[at];
        filter ??= new LeastSquaresFilter(inputs.Length, Forgetting, InitialCovariance);
        TakeWritten();
        var gain = filter.Advance(inputs);
        for (var of = 0; of < moved.Length; of++)
        {
            var error = compared.Targets[of] - Dot(solution[of], inputs);
            for (var at = 0; at < inputs.Length; at++)
                moved[of][at] = solution[of][at] + gain[at] * error;
        }

        return TryWrite();
    }

    private protected override void ForgetTargets()
    {
        features.Prepare();
        filter?.Begin();
    }

    /// <summary>Weights that others have written since replace those that were solved for.</summary>
    void TakeWritten()
    {
        for (var of = 0; of < solution.Length; of++)
        {
            for (var at = 0; at < inputs.Length; at++)
            {
                var written = Written(of, at);
                if ((float)solution[of][at] != written)
                    solution[of][at] = written;
            }
        }
    }

    bool TryWrite()
    {
        foreach (var row in moved)
        {
            foreach (var value in row)
            {
                if (!float.IsFinite((float)value))
                    return false;
            }
        }

        for (var of = 0; of < solution.Length; of++)
        {
            moved[of].CopyTo(solution[of], 0);
            for (var at = 0; at < inputs.Length; at++)
                Written(of, at) = (float)solution[of][at];
        }

        SmallNumbers.Flush(weights.Values);
        SmallNumbers.Flush(bias.Values);
        return true;
    }

    ref float Written(int of, int at) => ref at < weights.Rows ? ref weights.Storage[of * weights.Rows + at] : ref bias.Storage[of];

    static double Dot(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var at = 0; at < left.Length; at++)
            sum += left[at] * right[at];
        return sum;
    }

    static (Signal Output, Parameter Weights, Parameter Bias) ReadoutOf(LiquidNetwork network)
    {
        if (network.Model.Logits.Equation is Affine { Count: 1, Addend: Parameter { IsTrainable: true, IsPositive: false } bias } affine
            && affine.WeightsOf(0) is Parameter { IsTrainable: true, IsPositive: false, Projection: null } weights
            && bias.Projection is null && bias.Rows == network.OutputSize && weights.Rows == affine.SourceOf(0).Rows)
        {
            return (affine.SourceOf(0), weights, bias);
        }

        throw new ArgumentException(
            $"Least squares solve for logits x W + b with trainable weights and biases without constraints, but readout "
            + $"'{network.Readout}' computes {network.Model.Logits.Equation}. Use a LinearReadout, or another rule.",
            nameof(network));
    }
}
