using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Compares a learner with what it was at the last snapshot, on the same stream.</summary>
sealed class RollbackGuard
{
    readonly Rollback settings;
    readonly StreamStep reference;
    readonly OnlineLoss loss;
    readonly ParameterSnapshot snapshot;
    double learned;
    double still;
    int count;

    public RollbackGuard(LiquidNetwork network, Rollback settings, OnlineLoss loss)
    {
        (this.settings, this.loss) = (settings, loss);
        reference = new StreamStep(network.Model, copiesParameters: true);
        snapshot = new ParameterSnapshot(network.Parameters);
        snapshot.Take();
    }

    /// <summary>Takes a snapshot of the parameters, and the state of a stream.</summary>
    public void Begin(StreamStep stream)
    {
        snapshot.Take();
        reference.Prepare();
        stream.State.CopyTo(reference.State);
        (learned, still, count) = (0, 0, 0);
    }

    /// <summary>Takes the reading that the learner has taken. Where the copy's state would not be finite, it is no measure, and the learner
    /// is left alone until the next snapshot.</summary>
    public void Observe(StreamStep stream)
    {
        if (!reference.TryAdvance(stream.Input, stream.Elapsed))
            still = double.PositiveInfinity;
    }

    /// <summary>Adds the learner's loss and that of the snapshot against the same target; at the end of a window compares them.</summary>
    /// <returns>Whether the parameters were put back.</returns>
    public bool Correct(double value, StreamStep stream)
    {
        learned += value;
        still += loss.Compare(reference.Logits);
        if (++count < settings.Window)
            return false;
        var isWorse = learned > (1 + settings.Margin) * still;
        if (isWorse)
            snapshot.Restore();
        Begin(stream);
        return isWorse;
    }
}
