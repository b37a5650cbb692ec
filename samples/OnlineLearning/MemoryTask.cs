using LiquidNet.Cells;
using LiquidNet.Online;

namespace LiquidNet.Samples;

/// <summary>The first bit of an episode has to be remembered to its end.</summary>
/// <param name="length">Readings in an episode; at least 2.</param>
sealed class MemoryTask(int length) : StreamTask
{
    const int Episodes = 2_000, Scored = 500;

    /// <inheritdoc/>
    public override string Name => $"memory over {length}";

    /// <inheritdoc/>
    public override string Protocol =>
        $"The first of {length} readings is 1 or -1, the others are silent, and after the last the first is asked for: one target an "
        + $"episode, {Episodes:N0} episodes one after the other, each begun with a state of zero. Accuracy over the last {Scored}. A "
        + "window of truncated backpropagation is 32 readings. The network is drawn anew for each length. The cell "
        + "and the learning rate were chosen by looking at these seeds.";

    /// <inheritdoc/>
    public override IReadOnlyList<Rule> Rules { get; } = [Rule.Persistence, Rule.Frozen, .. Samples.Rules.Learning];

    /// <inheritdoc/>
    public override LinePlot CreatePlot() => new($"Remember the first bit over {length} readings", "episode", "share of errors, of 50");

    /// <inheritdoc/>
    public override Outcome Run(Rule rule, int seed)
    {
        var cell = new RiccatiCell(inputSize: 2, units: 8, seed);
        var network = rule == Rule.Rls ? LiquidNetwork.Regressor(cell, outputs: 1, seed) : LiquidNetwork.Classifier(cell, classes: 2, seed);
        OnlineLearner learner = rule switch
        {
            Rule.Rls => new RecursiveLeastSquares(network),
            Rule.Persistence or Rule.Frozen => new ImmediateDerivative(network),
            _ => Samples.Rules.Create(rule, network, rate: 0.01f, window: 32),
        };
        var (track, random, last) = (new ErrorTrack(), new Random(seed), 0);
        for (var episode = 0; episode < Episodes; episode++)
        {
            var bit = random.Next(2);
            learner.Reset();
            learner.Observe([2 * bit - 1, 0]);
            for (var step = 1; step < length - 1; step++)
                learner.Observe([0, 0]);
            var prediction = learner.Observe([0, 1]);
            var answer = rule switch
            {
                Rule.Persistence => last,
                Rule.Rls => prediction[0] > 0 ? 1 : 0,
                _ => prediction[1] > prediction[0] ? 1 : 0,
            };
            track.Add(answer == bit ? 0 : 1);
            if (rule == Rule.Rls)
                learner.Correct([2 * bit - 1]);
            else if (rule is not (Rule.Persistence or Rule.Frozen))
                learner.Correct(bit);
            last = bit;
        }

        return track.ToOutcome(
            rule == Rule.Persistence ? "last answer" : $"{cell}", stride: 50, new Measure("accuracy", 1 - track.Mean(Episodes - Scored)));
    }
}
