namespace LiquidNet.Training;

/// <summary>What an evaluation finds beside the loss. A shard has its own, and they are added up in the order of the shards.</summary>
sealed class Measures
{
    readonly ConfusionMatrix? confusion;
    readonly Ranking? ranking;

    double squares, distances;
    long values;

    public Measures(Loss loss, LiquidNetwork network)
    {
        confusion = loss.UsesLabels ? new ConfusionMatrix(network.OutputSize, network.ClassNames) : null;
        ranking = loss.UsesLabels && network.OutputSize == 2 ? new Ranking() : null;
    }

    /// <summary>Takes the outputs of one step.</summary>
    /// <param name="batch">The outputs, and what they are compared with.</param>
    /// <param name="predictions">The predicted class of each lane, where there are classes.</param>
    public void Add(LossBatch batch, ReadOnlySpan<int> predictions)
    {
        for (var lane = 0; lane < batch.Lanes; lane++)
        {
            if (batch.Weights[lane] == 0)
                continue;
            if (confusion is null)
                AddErrors(batch, lane);
            confusion?.Add(batch.Labels[lane], predictions[lane]);
            ranking?.Add(batch.Logits[batch.Lanes + lane] - batch.Logits[lane], batch.Labels[lane] == 1);
        }
    }

    /// <summary>Takes what another has found.</summary>
    public void Add(Measures other)
    {
        if (other.confusion is not null)
            confusion!.Add(other.confusion);
        if (other.ranking is not null)
            ranking!.Add(other.ranking);
        (squares, distances, values) = (squares + other.squares, distances + other.distances, values + other.values);
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
            MeanSquaredError = values > 0 ? squares / values : null,
            MeanAbsoluteError = values > 0 ? distances / values : null,
        };
    }

    void AddErrors(LossBatch batch, int lane)
    {
        for (var at = lane; at < batch.Targets.Length; at += batch.Lanes)
        {
            if (float.IsNaN(batch.Targets[at]))
                continue;
            var error = (double)batch.Logits[at] - batch.Targets[at];
            squares += error * error;
            distances += Math.Abs(error);
            values++;
        }
    }
}
