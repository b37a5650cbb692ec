using System.Diagnostics;

namespace LiquidNet.Training;

/// <summary>What a training came to, epoch by epoch.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class TrainingHistory
{
    internal TrainingHistory(IReadOnlyList<EpochReport> epochs) => Epochs = epochs;

    /// <summary>The report at the end of each epoch.</summary>
    public IReadOnlyList<EpochReport> Epochs { get; }

    /// <summary>The last epoch.</summary>
    public EpochReport Last => Epochs[^1];

    /// <summary>The epoch with the lowest loss: on the validation set where there is one, else in training.</summary>
    public EpochReport Best => Epochs.MinBy(epoch => epoch.Validation?.Loss ?? epoch.Loss)!;

    /// <summary>A line per epoch.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Epochs);
}
