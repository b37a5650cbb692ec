using LiquidNet.Cells;
using LiquidNet.Online;

namespace LiquidNet.Samples;

/// <summary>The next hours of a transformer's loads and oil temperature, learned from what has been observed alone.</summary>
/// <param name="folder">Where the set lies.</param>
/// <param name="set">ETTh1 or ETTh2.</param>
/// <param name="ahead">How many hours are forecast, each of which is scored.</param>
/// <param name="published">The best mean squared error that is published without leaks; null for none known.</param>
sealed class EttTask(DataFolder folder, string set, int ahead, double? published) : StreamTask
{
    const int Units = 16, Day = 24, Longest = 167;

    /// <summary>Past values that are inputs: how many hours ago.</summary>
    static readonly int[] Lags = [0, 1, 2, 3, 22, 23, 24, 47, Longest];

    /// <summary>What the mixture mixes.</summary>
    static readonly Rule[] Mixed = [Rule.Persistence, Rule.Rls, Rule.Snap1];

    readonly Lazy<Transformer> transformer = new(() => Transformer.Load(folder, set));

    /// <inheritdoc/>
    public override string Name => $"{set}, {ahead} ahead";

    /// <inheritdoc/>
    public override string Protocol =>
        $"The next {ahead} hours of seven channels, hour by hour; squared errors of values standardised by the first "
        + $"{Transformer.Scaled:N0} hours, mean over channels and hours ahead, from hour {Transformer.FirstScored:N0} to 14,400. A "
        + "value is learned from only when its hour has come. Each channel has a network of its own that says how far it will go from its "
        + "last value; inputs are past values and the time of day. Learning begins with the first hour; the frozen network stops at hour "
        + $"{Transformer.Scaled:N0}. Rates and forgetting were chosen before hour {Transformer.FirstScored:N0}. The mixture weighs "
        + $"{string.Join(", ", Mixed).ToLowerInvariant()} by their recent losses; what it mixes was chosen after a first "
        + "look at the scored hours. Units of this cell do not see each other: rtrl is snap1.";

    /// <inheritdoc/>
    public override IReadOnlyList<Rule> Rules { get; } =
        [Rule.Persistence, Rule.Frozen, Rule.Rls, Rule.Immediate, Rule.Snap1, Rule.Mixture];

    /// <inheritdoc/>
    public override LinePlot CreatePlot() =>
        new($"{set}, {ahead} hours ahead", "hour since the first that is scored", "squared error, mean of 720") { IsLogarithmic = true };

    /// <inheritdoc/>
    public override Outcome Run(Rule rule, int seed)
    {
        var track = new ErrorTrack();
        var scored = transformer.Value.Values.Length - ahead - Transformer.FirstScored + 1;
        var errors = new double[scored];
        var model = "";
        for (var channel = 0; channel < Transformer.Channels; channel++)
        {
            var values = transformer.Value.Values.Select(row => row[channel]).ToArray();
            Forecaster[] forecasters = rule == Rule.Mixture ? [.. Mixed.Select(mixed => Create(mixed, seed))] : [Create(rule, seed)];
            model = rule == Rule.Persistence ? "last value" : $"{forecasters[^1].Cell}";
            Forecast(values, forecasters, stopsLearning: rule == Rule.Frozen, errors);
        }

        foreach (var error in errors)
            track.Add(error / (Transformer.Channels * ahead));
        return track.ToOutcome(model, stride: 30 * Day, new Measure("mean squared error", track.Mean(), published));
    }

    void Forecast(float[] values, Forecaster[] forecasters, bool stopsLearning, double[] errors)
    {
        var mixture = new ForecastMixture(forecasters.Length, ahead);
        for (var hour = Longest; hour + ahead < values.Length; hour++)
        {
            for (var of = 0; of < forecasters.Length; of++)
            {
                for (var before = 1; before <= Math.Min(ahead, hour - Longest); before++)
                    mixture.Add(of, before - 1, forecasters[of].At(hour - before)[before - 1] - values[hour]);
                if (hour - ahead >= Longest && !(stopsLearning && hour >= Transformer.Scaled))
                    forecasters[of].Learn(values.AsSpan(hour - ahead + 1, ahead));
                forecasters[of].Observe(hour, Input(values, hour), values[hour]);
            }

            for (var next = 0; next < ahead && hour >= Transformer.FirstScored - 1; next++)
            {
                var forecast = mixture.Mix(next, of => forecasters[of].At(hour)[next]);
                var error = forecast - values[hour + next + 1];
                errors[hour - Transformer.FirstScored + 1] += error * error;
            }
        }
    }

    Forecaster Create(Rule rule, int seed)
    {
        if (rule == Rule.Persistence)
            return new(null, ahead);
        var cell = new DirectCell(new RiccatiCell(Lags.Length + 4, Units, seed));
        var network = LiquidNetwork.Forecaster(cell, [.. Enumerable.Repeat(0, ahead)], seed);
        foreach (var parameter in network.Readout.Parameters)
            parameter.Values.Clear();
        OnlineLearner learner = rule switch
        {
            Rule.Rls => new RecursiveLeastSquares(network) { Forgetting = 0.999, InitialCovariance = 0.01 },
            Rule.Frozen => new RecursiveLeastSquares(network) { InitialCovariance = 0.01 },
            _ => Samples.Rules.Create(rule, network, rate: 0.001f),
        };
        return new(learner, ahead);
    }

    static float[] Input(float[] values, int hour)
    {
        var angle = 2 * MathF.PI * (hour % Day) / Day;
        return
        [
            .. Lags.Select(lag => values[hour - lag]),
            MathF.Sin(angle), MathF.Cos(angle), MathF.Sin(2 * angle), MathF.Cos(2 * angle),
        ];
    }
}
