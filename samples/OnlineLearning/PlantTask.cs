using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Online;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Samples;

/// <summary>A plant that changes its dynamics half-way.</summary>
sealed class PlantTask : StreamTask
{
    const int Training = 4_000, Half = 8_000, Scored = 3_000, Window = 50;

    readonly Dictionary<int, LiquidNetwork> trained = [];

    /// <inheritdoc/>
    public override string Name => "plant";

    /// <inheritdoc/>
    public override string Protocol =>
        $"A plant is driven at irregular times; from its last measured value and its control, its value after the time that has passed is "
        + $"predicted. A network is trained on {Training:N0} readings. Then come {2 * Half:N0} more; after {Half:N0} of them the plant "
        + $"answers faster, and the other way round. Errors are means over the last {Scored:N0} readings of each half; "
        + "\"unchanged / frozen\" compares with the frozen network over the whole first half. "
        + "Learning rates were chosen on seed 0, which is not run here.";

    /// <inheritdoc/>
    public override IReadOnlyList<Rule> Rules { get; } = [Rule.Persistence, Rule.Frozen, .. Samples.Rules.Learning];

    /// <inheritdoc/>
    public override LinePlot CreatePlot()
    {
        var plot = new LinePlot("A plant that changes its dynamics", "reading", "squared error, mean of 100") { IsLogarithmic = true };
        plot.Mark(Half, "the plant changes");
        return plot;
    }

    /// <inheritdoc/>
    public override Outcome Run(Rule rule, int seed)
    {
        var plant = new Plant(seed);
        var past = plant.Read(Training);
        var network = Trained(past, seed);
        var learner = rule is Rule.Persistence or Rule.Frozen ? null : Learner(rule, network);
        var frozen = network.OpenStream();
        var (track, compared) = (new ErrorTrack(), new ErrorTrack());
        for (var half = 0; half < 2; half++)
        {
            if (half == 1)
                plant.Change();
            foreach (var reading in plant.Read(Half))
            {
                float[] input = [reading.Control, reading.Before];
                var still = frozen.Step(input, reading.Elapsed)[0];
                var prediction = rule == Rule.Persistence ? reading.Before : learner?.Observe(input, reading.Elapsed)[0] ?? still;
                track.Add(Square(prediction - reading.After));
                compared.Add(Square(still - reading.After));
                learner?.Correct([reading.After]);
            }
        }

        var (before, after) = (track.Mean(Half - Scored, Half), track.Mean(2 * Half - Scored));
        return track.ToOutcome(
            rule == Rule.Persistence ? "last value" : $"{network.Cell}",
            stride: 100,
            new("error before", before),
            new("error after", after),
            new("after / before", after / before),
            new("unchanged / frozen", track.Mean(0, Half) / compared.Mean(0, Half)));
    }

    static OnlineLearner Learner(Rule rule, LiquidNetwork network) => rule == Rule.Rls
        ? new RecursiveLeastSquares(network) { Forgetting = 0.995 }
        : Samples.Rules.Create(rule, network, rate: 0.0015f);

    // All rules begin with the same network; each run gets one of its own, for learners move it.
    LiquidNetwork Trained(IReadOnlyList<PlantReading> past, int seed)
    {
        var network = Create(seed);
        if (!trained.TryGetValue(seed, out var known))
        {
            trained[seed] = known = Create(seed);
            new Trainer(known, new() { Optimizer = new Adam(0.01f), Epochs = 40, BatchSize = 8, Seed = seed }).Fit(Sequences(past));
        }

        foreach (var (mine, source) in network.Parameters.Zip(known.Parameters))
            source.Values.CopyTo(mine.Values);
        return network;
    }

    static LiquidNetwork Create(int seed) =>
        LiquidNetwork.Regressor(new DirectCell(new LtcCell(inputSize: 2, units: 12, seed)), outputs: 1, seed);

    static SequenceSet Sequences(IReadOnlyList<PlantReading> readings) => SequenceSet.Of(readings.Chunk(Window).Select(part =>
        new Sequence(Matrix<float>.Build.Dense(part.Length, 2, (at, feature) => feature == 0 ? part[at].Control : part[at].Before))
        {
            Timespans = [.. part.Select(reading => reading.Elapsed)],
            Targets = Matrix<float>.Build.Dense(part.Length, 1, (at, _) => part[at].After),
        }));

    static double Square(double value) => value * value;
}
