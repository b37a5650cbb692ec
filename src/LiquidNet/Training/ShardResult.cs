namespace LiquidNet.Training;

/// <summary>The loss and the right predictions of one shard.</summary>
readonly record struct ShardResult(double LossSum, double WeightSum, int Correct, int Count)
{
    public static ShardResult operator +(ShardResult left, ShardResult right) => new(
        left.LossSum + right.LossSum, left.WeightSum + right.WeightSum, left.Correct + right.Correct, left.Count + right.Count);
}
