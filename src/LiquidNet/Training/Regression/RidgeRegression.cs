using LiquidNet.Checks;
using LiquidNet.Data;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>Ridge regression: solves for the readout of a network in closed form, in one pass over a set, without changing its
/// cell.</summary>
/// <remarks>
/// <code>
/// (W, b) = argmin  sum_n c_n |t_n - x_n W - b|^2 / sum_n c_n  +  penalty |W|^2
/// </code>
/// <para>with the outputs <c>x</c> of the cell, targets <c>t</c> in the unit of the logits and the weights <c>c</c> of the set: the exact
/// solution, by Cholesky decomposition in double precision. For labels, <c>t</c> is 1 for the class and 0 for the others; the predicted
/// classes are then meaningful, while the probabilities only rank them.</para>
/// <para>An untrained cell is a reservoir, whose states hold much of what it has seen; this readout on it is the baseline that a trained
/// cell must beat. Lukosevicius and Jaeger, "Reservoir computing approaches to recurrent neural network training", 2009, section 8.1. For a
/// trained cell it finds the best linear readout at once.</para>
/// <para>The same network and set give the same bits on any number of threads. Memory grows with the square of the cell's outputs.</para>
/// </remarks>
/// <example>
/// <code>
/// var network = LiquidNetwork.Classifier(new LtcCell(inputSize: 8, units: 256), classes: 3).Standardized(train);
/// new RidgeRegression().Fit(network, train);
/// </code>
/// </example>
public sealed record RidgeRegression
{
    /// <summary>Shards whose sums are kept at once, which does not depend on the number of threads, so that results do not.</summary>
    const int ShardsAtOnce = 8;

    /// <summary>The penalty on large weights, relative to the mean squared error.</summary>
    /// <value>Above zero and finite. Default: 1e-6, which is small because much of the information in an untrained cell is in directions in
    /// which its states hardly vary.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero, or not finite.</exception>
    public double Penalty { get; init => field = Require.Positive(value, "The penalty"); } = 1e-6;

    /// <summary>How many threads to use. Results are the same bits for any number.</summary>
    /// <value>Zero or more. Default: 0, one per processor.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Threads
    {
        get;
        init => field = Require.AtLeast(value, 0, "The number of threads", "zero is one per processor", nameof(value));
    }

    /// <summary>Name and options, in the same format in every culture.</summary>
    public override string ToString() => InvariantText.Of(this, PrintMembers);

    /// <summary>Solves for the weights and biases of the readout.</summary>
    /// <param name="network">A network whose logits are <c>x W + b</c>, as those of <see cref="SoftmaxReadout"/> and
    /// <see cref="LinearReadout"/> are, standardised or not.</param>
    /// <param name="set">The set to learn from; outputs with a target count by their weights.</param>
    /// <param name="cancellationToken">Stops between shards of sequences; the network is then unchanged.</param>
    /// <returns>The mean squared error of the solution over the set, per value and in the unit of the logits: the same as the loss in a
    /// trainer's evaluation of a regressor, up to rounding to single precision.</returns>
    /// <exception cref="ArgumentException">The logits are not of that form; sizes or kinds of targets do not fit, a label is unknown, a
    /// target value is missing, an input or a target is not finite, or no output has a target.</exception>
    /// <exception cref="ArithmeticException">An output of the cell or the solution is not finite; the network is unchanged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public double Fit(LiquidNetwork network, SequenceSet set, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(set);
        var readout = AffineReadout.Of(network);
        Require.Size(
            (readout.Weights.Rows + 1L) * (readout.Weights.Rows + 1L), nameof(network),
            $"The products of the readout's {readout.Weights.Rows} inputs and its bias");
        var loss = Loss.For(network.Readout);
        loss.CheckFits(set, network);
        KnownTargets.Check(set, loss, "The set", nameof(set));
        var conventions = network.ConventionsWith(set);
        network.ApplyConstraints();
        var sums = SumsOf(network, readout, loss, set, cancellationToken);
        var solution = Solve(sums);
        Write(readout, solution);
        network.Conventions = conventions;
        return sums.ErrorOf(solution);
    }

    RegressionSums SumsOf(
        LiquidNetwork network, AffineReadout readout, Loss loss, SequenceSet set, CancellationToken cancellationToken)
    {
        var pool = new ShardPool<RegressionWorker>(Threads, lanes => new RegressionWorker(network, readout, loss, lanes));
        var plan = new BatchPlan();
        plan.Take(set);
        var total = new RegressionSums(readout.Weights.Rows, network.OutputSize);
        for (var first = 0; first < plan.Shards; first += ShardsAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var parts = new RegressionSums[Math.Min(ShardsAtOnce, plan.Shards - first)];
            pool.Run(parts.Length, part =>
            {
                using var lease = pool.Rent(plan.LanesOf(first + part));
                parts[part] = lease.Worker.Run(set, plan.SamplesOf(first + part));
            });
            foreach (var part in parts)
                total.Add(part);
        }

        return total;
    }

    /// <summary>Weights [features, then the bias, x outputs], an output's weights side by side.</summary>
    double[] Solve(RegressionSums sums)
    {
        return sums.Solve(Penalty) is { } solution && Array.TrueForAll(solution, value => float.IsFinite((float)value))
            ? solution
            : throw new ArithmeticException(FormattableString.Invariant(
                $"A penalty of {Penalty} leaves the readout undefined, or not finite in single precision: raise it."));
    }

    static void Write(AffineReadout readout, double[] solution)
    {
        var features = readout.Weights.Rows;
        for (var output = 0; output < readout.Bias.Rows; output++)
        {
            var first = output * (features + 1);
            for (var feature = 0; feature < features; feature++)
                readout.Weights.Values[output * features + feature] = (float)solution[first + feature];
            readout.Bias.Values[output] = (float)solution[first + features];
        }
    }
}
