using System.Diagnostics;

namespace LiquidNet.Training;

/// <summary>The course of a training, epoch by epoch, and why it ended.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class TrainingHistory
{
    readonly Metric metric;

    internal TrainingHistory(IReadOnlyList<EpochReport> epochs, TrainingEnd endedBy, Metric metric)
    {
        this.metric = metric;
        Epochs = epochs;
        EndedBy = endedBy;
    }

    /// <summary>The report at the end of each complete epoch; empty if training was cancelled in the first.</summary>
    public IReadOnlyList<EpochReport> Epochs { get; }

    /// <summary>Why training ended.</summary>
    public TrainingEnd EndedBy { get; }

    /// <summary>The last complete epoch.</summary>
    /// <exception cref="InvalidOperationException">There is no complete epoch.</exception>
    public EpochReport Last => Whole[^1];

    /// <summary>The best epoch: by <see cref="TrainerOptions.Metric"/> on the validation set if there is one, otherwise by the training
    /// loss; the last epoch if none has the figure.</summary>
    /// <exception cref="InvalidOperationException">There is no complete epoch.</exception>
    public EpochReport Best => Whole.Where(epoch => !double.IsPositiveInfinity(CostOf(epoch))).MinBy(CostOf) ?? Last;

    double CostOf(EpochReport epoch)
    {
        var cost = epoch.Validation is { } validation ? metric.CostOf(validation) : epoch.Loss;
        return double.IsNaN(cost) ? double.PositiveInfinity : cost;
    }

    IReadOnlyList<EpochReport> Whole =>
        Epochs.Count > 0 ? Epochs : throw new InvalidOperationException("Training was cancelled before its first epoch was whole.");

    /// <summary>A line per epoch.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Epochs);
}
