namespace LiquidNet.Training;

/// <summary>What an evaluation finds beside the loss. A shard has its own, and they are added up in the order of the shards.</summary>
sealed class Measures
{
    readonly ConfusionMatrix? confusion;
    readonly Ranking? ranking;

    readonly IReadOnlyList<string> names;
    readonly (double Squares, double Distances, long Count)[] errors;

    public Measures(Loss loss, LiquidNetwork network)
    {
        names = network.OutputNames;
        errors = loss.UsesLabels ? [] : new (double, double, long)[network.OutputSize];
        confusion = loss.UsesLabels ? new ConfusionMatrix(network.OutputSize, network.OutputNames) : null;
        ranking = loss.UsesLabels && network.OutputSize == 2 ? new Ranking() : null;
    }

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
    /// <param name="targets">The target values, in the same unit; <c>NaN</c> where one is missing.</param>
    /// <param name="weights">How much each lane counts: those of zero not at all, all others alike.</param>
    public void AddValues(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights)
    {
        for (var at = 0; at < predictions.Length; at++)
        {
            var (output, lane) = Math.DivRem(at, weights.Length);
            if (weights[lane] == 0 || float.IsNaN(targets[at]))
                continue;
            var error = (double)predictions[at] - targets[at];
            errors[output].Squares += error * error;
            errors[output].Distances += Math.Abs(error);
            errors[output].Count++;
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
            errors[output].Count += other.errors[output].Count;
        }
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
        };
    }

    OutputError ErrorOf(int output)
    {
        var (squares, distances, count) = errors[output];
        return new(OutputError.NameOf(names, output), count, squares / count, distances / count);
    }
}
