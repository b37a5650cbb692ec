using LiquidNet.Cells;
using LiquidNet.Online;

namespace LiquidNet.Samples;

/// <summary>Elec2: whether the price of electricity is up or down, half-hour after half-hour.</summary>
/// <param name="folder">Where the set lies.</param>
sealed class Elec2Task(DataFolder folder) : StreamTask
{
    const int First = 4_531;
    const double PublishedAccuracy = 0.9064, PublishedKappa = 0.362;

    /// <summary>About the middle and the inverse width of each feature in the first part.</summary>
    static readonly (float Middle, float Scale)[] Scales = [(0.5f, 2), (0.06f, 10), (0.42f, 4), (0.0035f, 20), (0.42f, 4), (0.5f, 4)];

    readonly Lazy<IReadOnlyList<Electricity>> rows = new(() => Electricity.Load(folder));

    /// <inheritdoc/>
    public override string Name => "elec2";

    /// <inheritdoc/>
    public override string Protocol =>
        "Predict, then see the label, from the first half-hour to the last. Inputs are the six features of the half-hour, as published "
        + "results have them, and the label of the half-hour before. The label is whether the price is above its mean over 24 hours, and "
        + "this half-hour's price is a feature: who remembers prices can know it. kappa-temporal is (p - p_last) / (1 - p_last), p_last "
        + $"the accuracy of the last label. Scales and learning rates were chosen on the first {First:N0} half-hours, a tenth; the frozen "
        + "network has learned by rtrl up to there.";

    /// <inheritdoc/>
    public override IReadOnlyList<Rule> Rules { get; } = [Rule.Persistence, Rule.Frozen, .. Samples.Rules.Learning];

    /// <inheritdoc/>
    public override LinePlot CreatePlot() => new("Elec2: the price of electricity, up or down", "half-hour", "share of errors, of 1,000");

    /// <inheritdoc/>
    public override Outcome Run(Rule rule, int seed)
    {
        var stream = rows.Value;
        var cell = new DirectCell(new RiccatiCell(Scales.Length + 1, units: 32, seed));
        var network = rule == Rule.Rls ? LiquidNetwork.Regressor(cell, outputs: 1, seed) : LiquidNetwork.Classifier(cell, classes: 2, seed);
        var learner = rule switch
        {
            Rule.Rls => new RecursiveLeastSquares(network) { Forgetting = 0.999 },
            Rule.Persistence or Rule.Frozen => Samples.Rules.Create(Rule.Rtrl, network, rate: 0.02f),
            _ => Samples.Rules.Create(rule, network, rate: 0.02f),
        };
        var (track, input, last, repeated) = (new ErrorTrack(), new float[cell.InputSize], false, 0);
        foreach (var (at, row) in stream.Index())
        {
            Fill(input, row, last);
            var isUp = last;
            if (rule != Rule.Persistence)
            {
                var prediction = learner.Observe(input);
                isUp = rule == Rule.Rls ? prediction[0] > 0 : prediction[1] > prediction[0];
                if (rule == Rule.Rls)
                    learner.Correct([row.IsUp ? 1 : -1]);
                else if (rule != Rule.Frozen || at < First)
                    learner.Correct(row.IsUp ? 1 : 0);
            }

            track.Add(isUp == row.IsUp ? 0 : 1);
            repeated += last == row.IsUp ? 1 : 0;
            last = row.IsUp;
        }

        var (accuracy, ofLast) = (1 - track.Mean(), (double)repeated / stream.Count);
        return track.ToOutcome(
            rule == Rule.Persistence ? "last label" : $"{cell}",
            stride: 1_000,
            new("accuracy", accuracy, PublishedAccuracy),
            new("kappa-temporal", (accuracy - ofLast) / (1 - ofLast), PublishedKappa));
    }

    static void Fill(float[] input, Electricity row, bool last)
    {
        const float farthest = 3;
        for (var feature = 0; feature < Scales.Length; feature++)
        {
            var (middle, scale) = Scales[feature];
            input[feature] = Math.Clamp(scale * (row.Features[feature] - middle), -farthest, farthest);
        }

        input[^1] = last ? 1 : -1;
    }
}
