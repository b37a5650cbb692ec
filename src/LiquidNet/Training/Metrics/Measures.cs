namespace LiquidNet.Training;

/// <summary>What an evaluation finds beside the loss. A shard has its own, and they are added up in the order of the shards.</summary>
sealed class Measures
{
    readonly ConfusionMatrix? confusion;
    readonly Ranking? ranking;

    readonly LiquidNetwork network;
    readonly IReadOnlyList<float> quantiles;
    readonly IntervalSums intervals;
    readonly (double Squares, double Distances, double Pinballs, long Count)[] errors;

    public Measures(Loss loss, LiquidNetwork network)
    {
        this.network = network;
        quantiles = QuantilesOf(loss, network);
        intervals = new(quantiles, network.TargetSize);
        errors = loss.UsesLabels ? [] : new (double, double, double, long)[network.OutputSize];
        confusion = loss.UsesLabels ? new ConfusionMatrix(network.OutputSize, network.OutputNames) : null;
        ranking = loss.UsesLabels && network.OutputSize == 2 ? new Ranking() : null;
    }

    /// <summary>The quantiles that a network predicts, which where there is one the loss alone may know.</summary>
    public static IReadOnlyList<float> QuantilesOf(Loss loss, LiquidNetwork network) =>
        loss is QuantileLoss { Quantiles: var learned } ? learned : network.Quantiles;

    /// <summary>Takes the classes of one step.</summary>
    /// <param name="logits">What the readout gave [outputs x lanes].</param>
    /// <param name="labels">The label of each lane.</param>
    /// <param name="predictions">The predicted class of each lane.</param>
    /// <param name="weights">How much each lane counts: those of zero not at all, all others alike.</param>
    public void AddClasses(
        ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, ReadOnlySpan<float> weights)
    {
        for (var lane = 0; lane < weights.Length; lane++)
        {
            if (weights[lane] == 0)
                continue;
            confusion!.Add(labels[lane], predictions[lane]);
            ranking?.Add(logits[weights.Length + lane] - logits[lane], labels[lane] == 1);
        }
    }

    /// <summary>Takes the values of one step.</summary>
    /// <param name="predictions">The predictions [outputs x lanes].</param>
    /// <param name="targets">The target values [targets x lanes], in the same unit; <c>NaN</c> where one is missing.</param>
    /// <param name="weights">How much each lane counts: those of zero not at all, all others alike.</param>
    public void AddValues(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights)
    {
        var perTarget = predictions.Length / targets.Length;
        for (var at = 0; at < targets.Length; at++)
        {
            var (target, lane) = Math.DivRem(at, weights.Length);
            if (weights[lane] == 0 || float.IsNaN(targets[at]))
                continue;
            for (var output = target * perTarget; output < (target + 1) * perTarget; output++)
                Add(output, (double)predictions[output * weights.Length + lane] - targets[at]);
            intervals.Add(target, targets[at], predictions, lane, weights.Length);
        }
    }

    /// <summary>Takes what another has found.</summary>
    public void Add(Measures other)
    {
        if (other.confusion is not null)
            confusion!.Add(other.confusion);
        if (other.ranking is not null)
            ranking!.Add(other.ranking);
        for (var output = 0; output < errors.Length; output++)
        {
            errors[output].Squares += other.errors[output].Squares;
            errors[output].Distances += other.errors[output].Distances;
            errors[output].Pinballs += other.errors[output].Pinballs;
            errors[output].Count += other.errors[output].Count;
        }

        intervals.Add(other.intervals);
    }

    /// <summary>The evaluation of which this is a part.</summary>
    /// <param name="total">Loss and right predictions.</param>
    /// <param name="metric">The figure that its text shows too.</param>
    public Evaluation With(ShardResult total, Metric metric)
    {
        var areas = ranking?.Areas();
        return new(total.LossSum / total.WeightSum, confusion is null ? null : total.Correct, total.Count, confusion)
        {
            Metric = metric,
            RocAuc = areas?.RocAuc,
            AveragePrecision = areas?.AveragePrecision,
            OutputErrors = Array.AsReadOnly([.. errors.Select((_, output) => ErrorOf(output))]),
            Intervals = Array.AsReadOnly([.. intervals.Intervals(network.TargetNames)]),
        };
    }

    void Add(int output, double error)
    {
        errors[output].Squares += error * error;
        errors[output].Distances += Math.Abs(error);
        errors[output].Count++;
        if (QuantileOf(output) is { } quantile)
            errors[output].Pinballs += error > 0 ? (1 - (double)quantile) * error : -quantile * error;
    }

    OutputError ErrorOf(int output)
    {
        var (squares, distances, pinballs, count) = errors[output];
        var quantile = QuantileOf(output);
        return new(OutputError.NameOf(network.OutputNames, output), count, squares / count, distances / count)
        {
            Quantile = quantile,
            PinballLoss = quantile is null ? null : pinballs / count,
        };
    }

    float? QuantileOf(int output) => quantiles.Count == 0 ? null : quantiles[output % quantiles.Count];
}
