using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>A liquid that nobody trains, with a readout that is solved for; the validation set chooses its penalty.</summary>
sealed class FrozenModel : PaperModel
{
    const int Units = 64;

    static readonly double[] Penalties = [1e-7, 1e-6, 1e-5, 1e-4, 1e-3];

    /// <summary>Creates the network from a training set and a seed.</summary>
    public required Func<SequenceSet, int, LiquidNetwork> Create { get; init; }

    /// <summary>An LTC over standardised features.</summary>
    public static FrozenModel Ltc { get; } = Over(
        (features, seed) => new LtcCell(features, Units, seed), $"LTC {Units}, not trained, ridge readout");

    /// <summary>An LTC over features of which some are missing.</summary>
    public static FrozenModel LtcOverGaps { get; } = Over(
        (features, seed) => new MissingValueCell(features, inputs => new LtcCell(inputs, Units, seed)),
        $"LTC {Units} over gaps, not trained, ridge readout");

    public override SeedResult Run(TaskSets sets, ReportedMetric metric, SeedRun run)
    {
        var network = Create(sets.Training, run.Seed);
        var trainer = new Trainer(network, new() { Threads = run.Threads });
        var started = TimeProvider.System.GetTimestamp();
        var (_, validation, score) = Penalties.Select(penalty => Fit(penalty)).MinBy(fitted => fitted.Cost);
        return new()
        {
            Score = score,
            Validation = validation,
            Parameters = network.Readout.Parameters.ValueCount,
            Seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds,
        };

        (double Cost, double Validation, double Score) Fit(double penalty)
        {
            new RidgeRegression { Penalty = penalty, Threads = run.Threads }.Fit(network, sets.Training, run.Cancellation);
            var validation = metric.Of(trainer.Evaluate(sets.Validation, run.Cancellation));
            var test = metric.Of(trainer.Evaluate(sets.Test, run.Cancellation));
            return (metric.Metric.IsHigherBetter ? -validation : validation, validation, test);
        }
    }

    static FrozenModel Over(Func<int, int, LiquidCell> cell, string title) => new()
    {
        Name = "frozen",
        Title = title,
        Create = (training, seed) =>
        {
            var liquid = cell(training.Features, seed);
            var network = training.Classes > 0
                ? LiquidNetwork.Classifier(liquid, training.Classes, seed)
                : LiquidNetwork.Regressor(liquid, training.Outputs, seed);
            return network.Standardized(Standardization.Fit(training));
        },
    };
}
