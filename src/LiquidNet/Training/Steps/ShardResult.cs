namespace LiquidNet.Training;

/// <summary>The loss and the right predictions of one shard, or of many.</summary>
readonly record struct ShardResult(double LossSum, double WeightSum, long Correct, long Count)
{
    /// <summary>The sums of a batch, from its means.</summary>
    public static ShardResult Of(BatchResult batch) => new(batch.Loss * batch.Weight, batch.Weight, batch.Correct ?? 0, batch.Count);

    public static ShardResult operator +(ShardResult left, ShardResult right) => new(
        left.LossSum + right.LossSum, left.WeightSum + right.WeightSum, left.Correct + right.Correct, left.Count + right.Count);
}
