using LiquidNet.Data;

namespace LiquidNet.Samples;

/// <summary>What is reached without learning, for a network to do better than.</summary>
sealed class Baseline : PaperModel
{
    /// <summary>Gives the score.</summary>
    public required Func<TaskSets, double> Score { get; init; }

    /// <summary>Always the class that most training labels have.</summary>
    public static Baseline Majority { get; } = new()
    {
        Name = "majority",
        Title = "always the most frequent class",
        Seeds = 1,
        Score = sets =>
        {
            var frequent = Labels(sets.Training).CountBy(label => label).MaxBy(pair => pair.Value).Key;
            return 100 * Labels(sets.Test).Average(label => label == frequent ? 1.0 : 0.0);
        },
    };

    /// <summary>Always the mean of the training targets.</summary>
    public static Baseline Mean { get; } = new()
    {
        Name = "mean",
        Title = "always the mean",
        Seeds = 1,
        Score = sets =>
        {
            var means = Standardization.FitTargets(sets.Training).Mean;
            return SquaredError(sets.Test, (sequence, step, output) => means[output]);
        },
    };

    /// <summary>Each feature stays as it is.</summary>
    public static Baseline Persistence { get; } = new()
    {
        Name = "persistence",
        Title = "no change",
        Seeds = 1,
        Score = sets => SquaredError(sets.Test, (sequence, step, output) => sequence.Values[step, output]),
    };

    public override SeedResult Run(TaskSets sets, ReportedMetric metric, SeedRun run) => new() { Score = Score(sets) };

    static IEnumerable<int> Labels(SequenceSet set) =>
        Sequences(set).SelectMany(sequence => sequence.Labels ?? [sequence.Label!.Value]).Where(label => label >= 0);

    static double SquaredError(SequenceSet set, Func<Sequence, int, int, double> predict) =>
        Sequences(set)
            .SelectMany(sequence => sequence.Targets!.EnumerateIndexed()
                .Select(target => Math.Pow(target.Item3 - predict(sequence, target.Item1, target.Item2), 2)))
            .Average();

    static IEnumerable<Sequence> Sequences(SequenceSet set) => Enumerable.Range(0, set.Count).Select(set.ToSequence);
}
