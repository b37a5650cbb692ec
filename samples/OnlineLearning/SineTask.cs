using LiquidNet.Cells;
using LiquidNet.Online;

namespace LiquidNet.Samples;

/// <summary>A sine whose frequency shifts.</summary>
sealed class SineTask : StreamTask
{
    const int Shift = 10_000, Scored = 500, Near = 50, FirstPeriod = 25, SecondPeriod = 15;
    const double PublishedRecovery = 1.02;

    /// <inheritdoc/>
    public override string Name => "sine";

    /// <inheritdoc/>
    public override string Protocol =>
        $"A sine of a period of {FirstPeriod} readings; after {Shift:N0} readings the period is {SecondPeriod}. The next value is "
        + "predicted from the present one; nothing is trained before. Recovery is (peak - after) / (peak - before): before and "
        + $"after are mean losses over the last {Scored} readings of each half, peak is "
        + $"the highest mean over {Near} readings in the first {Scored} "
        + $"after the shift. The steps are those until a mean over {Scored} readings is no higher than before; -1 for never. The cell "
        + "was chosen among five by looking at these seeds; the learning rate is RMSprop's default.";

    /// <inheritdoc/>
    public override IReadOnlyList<Rule> Rules { get; } = [Rule.Persistence, Rule.Frozen, .. Samples.Rules.Learning];

    /// <inheritdoc/>
    public override LinePlot CreatePlot()
    {
        var plot = new LinePlot("A sine whose frequency shifts", "reading", "squared error, mean of 100") { IsLogarithmic = true };
        plot.Mark(Shift, "the frequency shifts");
        return plot;
    }

    /// <inheritdoc/>
    public override Outcome Run(Rule rule, int seed)
    {
        var network = LiquidNetwork.Regressor(new RiccatiCell(inputSize: 1, units: 16, seed), outputs: 1, seed);
        var learner = Learner(rule, network);
        var (track, phase) = (new ErrorTrack(), 2 * Math.PI * new Random(seed).NextDouble());
        for (var step = 0; step < 2 * Shift; step++)
        {
            var now = (float)Math.Sin(phase);
            phase += 2 * Math.PI / (step < Shift ? FirstPeriod : SecondPeriod);
            var next = (float)Math.Sin(phase);
            var prediction = learner?.Observe([now])[0] ?? now;
            track.Add((prediction - next) * (prediction - next));
            if (rule != Rule.Frozen || step < Shift)
                learner?.Correct([next]);
        }

        var (before, after) = (track.Mean(Shift - Scored, Shift), track.Mean(2 * Shift - Scored));
        var peak = Enumerable.Range(Shift, Scored).Max(from => track.Mean(from, from + Near));
        return track.ToOutcome(
            rule == Rule.Persistence ? "last value" : $"{network.Cell}",
            stride: 100,
            new("loss before", before),
            new("loss after", after),
            new("recovery", (peak - after) / (peak - before), PublishedRecovery),
            new("steps", track.StepsUntil(before, Shift + Near, Scored)));
    }

    static OnlineLearner? Learner(Rule rule, LiquidNetwork network) => rule switch
    {
        Rule.Rls => new RecursiveLeastSquares(network) { Forgetting = 0.998 },
        Rule.Persistence => null,
        Rule.Frozen => Samples.Rules.Create(Rule.Rtrl, network, rate: 0.001f),
        _ => Samples.Rules.Create(rule, network, rate: 0.001f, window: 32),
    };
}
