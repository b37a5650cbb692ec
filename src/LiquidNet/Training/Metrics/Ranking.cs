namespace LiquidNet.Training;

/// <summary>Outputs of a network for two classes, to be put in the order of how likely the second class is.</summary>
sealed class Ranking
{
    readonly List<(float Score, bool IsPositive)> outputs = [];

    public void Add(float score, bool isPositive) => outputs.Add((score, isPositive));

    public void Add(Ranking other) => outputs.AddRange(other.outputs);

    /// <summary>The areas under the ROC curve and under that of precision and recall; null where a class does not occur.</summary>
    /// <remarks>Outputs of one score are one point of each curve. Both areas are those of scikit-learn's <c>roc_auc_score</c> and
    /// <c>average_precision_score</c>.</remarks>
    public (double RocAuc, double AveragePrecision)? Areas()
    {
        var positives = outputs.Count(output => output.IsPositive);
        var negatives = outputs.Count - positives;
        if (positives == 0 || negatives == 0)
            return null;
        outputs.Sort((left, right) => right.Score.CompareTo(left.Score));
        var (rightPairs, precisionSum) = (0.0, 0.0);
        var (truePositives, falsePositives) = (0, 0);
        for (var first = 0; first < outputs.Count;)
        {
            var (same, wrong) = (0, 0);
            for (var score = outputs[first].Score; first < outputs.Count && outputs[first].Score.Equals(score); first++)
            {
                same += outputs[first].IsPositive ? 1 : 0;
                wrong += outputs[first].IsPositive ? 0 : 1;
            }

            rightPairs += wrong * (truePositives + same / 2.0);
            (truePositives, falsePositives) = (truePositives + same, falsePositives + wrong);
            precisionSum += (double)same * truePositives / (truePositives + falsePositives);
        }

        return (rightPairs / positives / negatives, precisionSum / positives);
    }
}
