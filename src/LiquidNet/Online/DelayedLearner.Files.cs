using LiquidNet.Online.Files;
using LiquidNet.Storage;

namespace LiquidNet.Online;

// Files, which include the readings whose targets are not known yet.
public sealed partial class DelayedLearner
{
    /// <summary>Saves the learner with its network, in one file, which replaces an old one only when it is complete and flushed.</summary>
    /// <remarks>A loaded learner continues exactly as this one would, bit for bit. <c>LiquidNetwork.Load</c> reads just the
    /// network.</remarks>
    /// <param name="path">The file, such as <c>learner.safetensors</c>; its folder must exist.</param>
    /// <exception cref="InvalidOperationException">The network cannot be saved, the learner has a custom drift monitor, whose state cannot
    /// be saved, or another thread is using the learner; nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is unchanged.</exception>
    public void Save(string path) => Write().Save(path);

    /// <summary>Saves the learner with its network to a stream.</summary>
    /// <param name="stream">Receives the file, from its present position on; stays open.</param>
    /// <exception cref="InvalidOperationException">The network cannot be saved, the learner has a custom drift monitor, or another thread
    /// is using the learner; nothing is written.</exception>
    public void Save(Stream stream) => Write().WriteTo(stream);

    /// <summary>Saves the learner with its network, in one file, which replaces an old one only when it is complete and flushed. The
    /// contents are copied before the first await, so that the learner may continue meanwhile.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="cancellationToken">Cancels the writing; the old file is then unchanged.</param>
    /// <exception cref="InvalidOperationException">The network cannot be saved, the learner has a custom drift monitor, or another thread
    /// is using the learner; nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is unchanged.</exception>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) =>
        Write().SaveAsync(path, cancellationToken);

    /// <summary>Saves the learner with its network to a stream.</summary>
    /// <param name="stream">Receives the file, from its present position on; stays open.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <exception cref="InvalidOperationException">The network cannot be saved, the learner has a custom drift monitor, or another thread
    /// is using the learner; nothing is written.</exception>
    public Task SaveAsync(Stream stream, CancellationToken cancellationToken = default) =>
        Write().WriteToAsync(stream, cancellationToken);

    /// <summary>Loads a delayed learner with its network.</summary>
    /// <param name="path">A file that <see cref="Save(string)"/> wrote.</param>
    /// <param name="custom">Custom loss, optimiser and clipping, if the learner has any.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not of this kind or is invalid, or a custom part is missing; the message says
    /// where.</exception>
    public static DelayedLearner Load(string path, CustomParts? custom = null)
    {
        using var file = SafetensorsFile.Open(path);
        return LearnerFile.ReadDelayed(file, custom);
    }

    /// <summary>Loads a delayed learner with its network from a stream.</summary>
    /// <param name="stream">The stream, which is read from its present position to its end; stays open.</param>
    /// <param name="custom">Custom loss, optimiser and clipping, if the learner has any.</param>
    /// <exception cref="InvalidDataException">The file is not of this kind or is invalid, or a custom part is missing; the message says
    /// where.</exception>
    public static DelayedLearner Load(Stream stream, CustomParts? custom = null) =>
        LearnerFile.ReadDelayed(SafetensorsFile.Read(stream), custom);

    /// <summary>Loads a delayed learner with its network.</summary>
    /// <param name="path">A file that <see cref="Save(string)"/> wrote.</param>
    /// <param name="custom">Custom loss, optimiser and clipping, if the learner has any.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not of this kind or is invalid, or a custom part is missing; the message says
    /// where.</exception>
    public static async Task<DelayedLearner> LoadAsync(
        string path, CustomParts? custom = null, CancellationToken cancellationToken = default) =>
        LearnerFile.ReadDelayed(await SafetensorsFile.ReadAsync(path, cancellationToken).ConfigureAwait(false), custom);

    /// <summary>Loads a delayed learner with its network from a stream.</summary>
    /// <param name="stream">The stream, which is read from its present position to its end; stays open.</param>
    /// <param name="custom">Custom loss, optimiser and clipping, if the learner has any.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidDataException">The file is not of this kind or is invalid, or a custom part is missing; the message says
    /// where.</exception>
    public static async Task<DelayedLearner> LoadAsync(
        Stream stream, CustomParts? custom = null, CancellationToken cancellationToken = default) =>
        LearnerFile.ReadDelayed(await SafetensorsFile.ReadAsync(stream, cancellationToken).ConfigureAwait(false), custom);

    SafetensorsWriter Write()
    {
        using var turn = use.Begin(OnlineLearner.UsedElsewhere);
        return LearnerFile.Write(Learner, this);
    }

    /// <summary>Writes the readings that wait for targets, or takes them over.</summary>
    internal void Transfer(ILearnerState state)
    {
        observations = state.Count("observations", observations);
        stream.Transfer(state, "newest/", isDue: false);
        state.Values("pending/inputs", inputs, mayBeMissing: true);
        state.Values(TimespansName, timespans);
        for (var place = 0; state.IsRead && place < Math.Min(observations, timespans.Length); place++)
            stream.CheckTaken(inputs.AsSpan(place * inputSize, inputSize), timespans[place]);
    }
}
