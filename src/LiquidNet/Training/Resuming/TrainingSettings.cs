using System.Globalization;
using LiquidNet.Data;

namespace LiquidNet.Training.Resuming;

/// <summary>All settings that the result of a training depends on, as texts: a checkpoint is resumed only if all are the same.</summary>
static class TrainingSettings
{
    /// <summary>The settings, by name.</summary>
    public static IReadOnlyList<(string Name, string Text)> Of(TrainerOptions options, Loss loss, SequenceSet set) =>
    [
        (nameof(options.BatchSize), Number(options.BatchSize)),
        (nameof(options.Shuffle), options.Shuffle ? "true" : "false"),
        (nameof(options.GroupByLength), options.GroupByLength ? "true" : "false"),
        (nameof(options.Seed), Number(options.Seed)),
        (nameof(options.Optimizer), options.Optimizer.ToString()),
        (nameof(options.Loss), loss.ToString() ?? ""),
        (nameof(options.Clipping), options.Clipping?.ToString() ?? "none"),
        (nameof(options.Schedule), options.Schedule.ToString()),
        (nameof(options.EmaDecay), options.EmaDecay is { } decay ? decay.ToString(CultureInfo.InvariantCulture) : "none"),
        (nameof(options.Metric), options.Metric.ToString()),
        (nameof(options.RestoreBest), options.RestoreBest ? "true" : "false"),
        (nameof(options.EarlyStopping), options.EarlyStopping?.ToString() ?? "none"),
        (nameof(options.TruncationSteps), options.TruncationSteps is { } steps ? Number(steps) : "none"),
        ("number of sequences", Number(set.Count)),
        ("kind of targets", set.TargetKind.ToString()),
        ("number of validation sequences", options.Validation is { } validation ? Number(validation.Count) : "none"),
        ("what some of its sequences hold (as a hash)", SequenceFingerprint.Of(set)),
        ("what some of its validation sequences hold (as a hash)",
            options.Validation is null ? "none" : SequenceFingerprint.Of(options.Validation)),
    ];

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
