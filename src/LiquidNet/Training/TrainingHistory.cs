using System.Diagnostics;

namespace LiquidNet.Training;

/// <summary>The course of a training, epoch by epoch, and why it ended.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class TrainingHistory
{
    internal TrainingHistory(IReadOnlyList<EpochReport> epochs, TrainingEnd endedBy)
    {
        Epochs = epochs;
        EndedBy = endedBy;
    }

    /// <summary>The report at the end of each whole epoch; empty where training was cancelled in the first.</summary>
    public IReadOnlyList<EpochReport> Epochs { get; }

    /// <summary>Why training ended.</summary>
    public TrainingEnd EndedBy { get; }

    /// <summary>The last whole epoch.</summary>
    /// <exception cref="InvalidOperationException">There is no whole epoch.</exception>
    public EpochReport Last => Whole[^1];

    /// <summary>The epoch with the lowest loss: on the validation set where there is one, else in training.</summary>
    /// <exception cref="InvalidOperationException">There is no whole epoch.</exception>
    public EpochReport Best => Whole.MinBy(epoch => epoch.Validation?.Loss ?? epoch.Loss)!;

    IReadOnlyList<EpochReport> Whole =>
        Epochs.Count > 0 ? Epochs : throw new InvalidOperationException("Training was cancelled before its first epoch was whole.");

    /// <summary>A line per epoch.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Epochs);
}
