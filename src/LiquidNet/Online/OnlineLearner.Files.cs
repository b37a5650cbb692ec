using LiquidNet.Online.Files;
using LiquidNet.Storage;

namespace LiquidNet.Online;

// Files: all that a learner carries, in the file of its network.
public abstract partial class OnlineLearner
{
    /// <summary>Saves the learner with its network, in one file, which replaces an old one only when it is complete and flushed.</summary>
    /// <remarks>A loaded learner continues exactly as this one would, bit for bit. <c>LiquidNetwork.Load</c> reads just the
    /// network.</remarks>
    /// <param name="path">The file, such as <c>learner.safetensors</c>; its folder must exist.</param>
    /// <exception cref="InvalidOperationException">The network cannot be saved, the learner has a custom drift monitor, whose state cannot
    /// be saved, or another thread is using the learner; nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is unchanged.</exception>
    public void Save(string path) => LearnerFile.Write(this, delayed: null).Save(path);

    /// <summary>Saves the learner with its network to a stream.</summary>
    /// <param name="stream">Receives the file, from its present position on; stays open.</param>
    /// <exception cref="InvalidOperationException">The network cannot be saved, the learner has a custom drift monitor, or another thread
    /// is using the learner; nothing is written.</exception>
    public void Save(Stream stream) => LearnerFile.Write(this, delayed: null).WriteTo(stream);

    /// <summary>Saves the learner with its network, in one file, which replaces an old one only when it is complete and flushed. The
    /// contents are copied before the first await, so that the learner may continue meanwhile.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="cancellationToken">Cancels the writing; the old file is then unchanged.</param>
    /// <exception cref="InvalidOperationException">The network cannot be saved, the learner has a custom drift monitor, or another thread
    /// is using the learner; nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is unchanged.</exception>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) =>
        LearnerFile.Write(this, delayed: null).SaveAsync(path, cancellationToken);

    /// <summary>Saves the learner with its network to a stream.</summary>
    /// <param name="stream">Receives the file, from its present position on; stays open.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <exception cref="InvalidOperationException">The network cannot be saved, the learner has a custom drift monitor, or another thread
    /// is using the learner; nothing is written.</exception>
    public Task SaveAsync(Stream stream, CancellationToken cancellationToken = default) =>
        LearnerFile.Write(this, delayed: null).WriteToAsync(stream, cancellationToken);

    /// <summary>Loads a learner with its network.</summary>
    /// <param name="path">A file that <see cref="Save(string)"/> wrote.</param>
    /// <param name="custom">Custom loss, optimiser and clipping, if the learner has any.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not of this kind or is invalid, or a custom part is missing; the message says
    /// where.</exception>
    public static OnlineLearner Load(string path, CustomParts? custom = null)
    {
        using var file = SafetensorsFile.Open(path);
        return LearnerFile.Read(file, custom);
    }

    /// <summary>Loads a learner from a stream.</summary>
    /// <param name="stream">The stream, which is read from its present position to its end; stays open.</param>
    /// <param name="custom">Custom loss, optimiser and clipping, if the learner has any.</param>
    /// <exception cref="InvalidDataException">The file is not of this kind or is invalid, or a custom part is missing; the message says
    /// where.</exception>
    public static OnlineLearner Load(Stream stream, CustomParts? custom = null) =>
        LearnerFile.Read(SafetensorsFile.Read(stream), custom);

    /// <summary>Loads a learner with its network.</summary>
    /// <param name="path">A file that <see cref="Save(string)"/> wrote.</param>
    /// <param name="custom">Custom loss, optimiser and clipping, if the learner has any.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not of this kind or is invalid, or a custom part is missing; the message says
    /// where.</exception>
    public static async Task<OnlineLearner> LoadAsync(
        string path, CustomParts? custom = null, CancellationToken cancellationToken = default) =>
        LearnerFile.Read(await SafetensorsFile.ReadAsync(path, cancellationToken).ConfigureAwait(false), custom);

    /// <summary>Loads a learner from a stream.</summary>
    /// <param name="stream">The stream, which is read from its present position to its end; stays open.</param>
    /// <param name="custom">Custom loss, optimiser and clipping, if the learner has any.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidDataException">The file is not of this kind or is invalid, or a custom part is missing; the message says
    /// where.</exception>
    public static async Task<OnlineLearner> LoadAsync(
        Stream stream, CustomParts? custom = null, CancellationToken cancellationToken = default) =>
        LearnerFile.Read(await SafetensorsFile.ReadAsync(stream, cancellationToken).ConfigureAwait(false), custom);

    /// <summary>Writes what the learner carries beside its parameters, or takes it over.</summary>
    internal void Transfer(ILearnerState state)
    {
        Updates = state.Count("updates", Updates);
        RefusedUpdates = state.Count("refusedUpdates", RefusedUpdates);
        Drifts = state.Count("drifts", Drifts);
        fasterCorrections = state.Count("fasterCorrections", fasterCorrections, DriftResponse?.Window ?? 0);
        Rollbacks = state.Count("rollbacks", Rollbacks);
        IsPaused = state.Flag("isPaused", IsPaused);
        IsTargetDue = state.Flag("isTargetDue", IsTargetDue);
        stream.Transfer(state, "", IsTargetDue);
        guard?.Transfer(state, IsTargetDue);
        Drift?.Transfer(state);
        TransferRule(state);
    }

    /// <summary>The same for readings that a rule remembers.</summary>
    private protected void TransferSteps(ILearnerState state, RecentSteps recent) => recent.Transfer(state, stream);

    /// <summary>The same for what the rule carries.</summary>
    private protected virtual void TransferRule(ILearnerState state)
    {
    }
}
