using LiquidNet.Checks;
using LiquidNet.Online.Files;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Compares a learner with what it was at the last snapshot, on the same stream.</summary>
sealed class RollbackGuard
{
    const float BackOff = 0.5f;
    const float LeastRate = 1e-6f;

    /// <summary>The rate doubles within 32 windows that nothing was wrong with, so that a rate which is too high is tried seldom.</summary>
    static readonly float recovery = MathF.Pow(2, 1f / 32);

    readonly Rollback settings;
    readonly StreamStep reference;
    readonly OnlineLoss loss;
    readonly ParameterSnapshot snapshot;
    readonly IReadOnlyList<float[]> moments;
    readonly float[][] momentsBefore;
    double learned;
    double still;
    int count;

    /// <summary>Takes a first snapshot.</summary>
    /// <param name="network">What learns.</param>
    /// <param name="settings">When parameters are put back.</param>
    /// <param name="loss">How wrong a prediction is.</param>
    /// <param name="moments">The state of the learner's optimiser, which is put back with the parameters.</param>
    public RollbackGuard(LiquidNetwork network, Rollback settings, OnlineLoss loss, IReadOnlyList<float[]> moments)
    {
        (this.settings, this.loss, this.moments) = (settings, loss, moments);
        reference = new StreamStep(network.Model, copiesParameters: true);
        snapshot = new ParameterSnapshot(network.Parameters);
        momentsBefore = [.. moments.Select(values => new float[values.Length])];
        TakeSnapshot();
    }

    /// <summary>What the learning rate is multiplied by: halved with each rollback, and slowly back to 1.</summary>
    public float Rate { get; private set; } = 1;

    /// <summary>Takes a snapshot of the parameters, and the state of a stream.</summary>
    public void Begin(StreamStep stream)
    {
        TakeSnapshot();
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

    /// <summary>Adds the learner's loss and that of the snapshot against the same target; at the end of a window, or where the learner's is
    /// infinite, compares them.</summary>
    /// <returns>Whether parameters, the optimiser's state and the state of the stream are now those of the copy.</returns>
    public bool Correct(double value, StreamStep stream)
    {
        learned += value;
        still += loss.Compare(reference.Logits);
        if (double.IsNaN(still))
            still = double.PositiveInfinity;
        if (++count < settings.Window && double.IsFinite(learned))
            return false;
        var isWorse = learned - still > settings.Margin * Math.Abs(still);
        if (isWorse)
            PutBack(stream);
        Rate = isWorse ? Math.Max(LeastRate, BackOff * Rate) : Math.Min(1, recovery * Rate);
        Begin(stream);
        return isWorse;
    }

    /// <summary>Writes the snapshot and the comparison so far, or takes both over.</summary>
    /// <param name="state">A file.</param>
    /// <param name="isDue">Whether a target of the last step may still come.</param>
    public void Transfer(ILearnerState state, bool isDue)
    {
        double[] sums = [learned, still];
        float[] rate = [Rate];
        count = (int)state.Count("rollbackCount", count, settings.Window - 1);
        state.Values("rollback/losses", sums, mayBeInfinite: true);
        state.Values("rollback/rate", rate);
        for (var index = 0; index < snapshot.Count; index++)
            state.Values($"rollback/parameters/{index}", snapshot.ValuesOf(index));
        for (var index = 0; index < momentsBefore.Length; index++)
            state.Values($"rollback/moments/{index}", momentsBefore[index]);
        if (state.IsRead)
        {
            (learned, still) = (sums[0], sums[1]);
            Rate = Require.Between(rate[0], LeastRate, 1, "The rate", "it is a factor", nameof(state));
            snapshot.Swap();
            reference.Prepare();
            snapshot.Swap();
        }

        reference.Transfer(state, "rollback/", isDue && double.IsFinite(still));
    }

    void TakeSnapshot()
    {
        snapshot.Take();
        for (var index = 0; index < momentsBefore.Length; index++)
            moments[index].CopyTo(momentsBefore[index], 0);
    }

    void PutBack(StreamStep stream)
    {
        snapshot.Restore();
        for (var index = 0; index < momentsBefore.Length; index++)
            momentsBefore[index].CopyTo(moments[index], 0);
        reference.State.CopyTo(stream.State);
    }
}
