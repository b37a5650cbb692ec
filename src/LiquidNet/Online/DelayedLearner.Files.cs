using LiquidNet.Online.Files;
using LiquidNet.Storage;

namespace LiquidNet.Online;

/// <summary>Delayed learners in files, with the readings whose targets are not known yet.</summary>
public sealed partial class DelayedLearner
{
    /// <summary>Saves the learner with its network, in one file: beside the old one first, which is replaced only when all is written and
    /// flushed.</summary>
    /// <remarks>A learner that is loaded goes on as this one would have, bit for bit. <c>LiquidNetwork.Load</c> reads the network
    /// alone.</remarks>
    /// <param name="path">The file, such as <c>learner.safetensors</c>; its folder has to exist.</param>
    /// <exception cref="InvalidOperationException">The network cannot be saved, or the learner has a drift monitor of one's own, whose
    /// numbers nobody knows; nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
    public void Save(string path) => LearnerFile.Write(Learner, this).Save(path);

    /// <summary>Saves the learner with its network to a stream.</summary>
    /// <param name="stream">Receives the file at its present position; stays open.</param>
    /// <exception cref="InvalidOperationException">The network cannot be saved, or the learner has a drift monitor of one's own; nothing is
    /// written.</exception>
    public void Save(Stream stream) => LearnerFile.Write(Learner, this).WriteTo(stream);

    /// <summary>Saves the learner with its network, in one file: beside the old one first, which is replaced only when all is written and
    /// flushed. What is written is taken before the first wait, so that the learner may go on.</summary>
    /// <param name="path">The file; its folder has to exist.</param>
    /// <param name="cancellationToken">Ends the writing early; the old file is then as it was.</param>
    /// <exception cref="InvalidOperationException">The network cannot be saved, or the learner has a drift monitor of one's own; nothing is
    /// written.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) =>
        LearnerFile.Write(Learner, this).SaveAsync(path, cancellationToken);

    /// <summary>Saves the learner with its network to a stream.</summary>
    /// <param name="stream">Receives the file at its present position; stays open.</param>
    /// <param name="cancellationToken">Ends the writing early.</param>
    /// <exception cref="InvalidOperationException">The network cannot be saved, or the learner has a drift monitor of one's own; nothing is
    /// written.</exception>
    public Task SaveAsync(Stream stream, CancellationToken cancellationToken = default) =>
        LearnerFile.Write(Learner, this).WriteToAsync(stream, cancellationToken);

    /// <summary>Loads a learner and its delay, with a network of its own.</summary>
    /// <param name="path">A file that <see cref="Save(string)"/> wrote.</param>
    /// <param name="custom">Loss, optimiser and clipping where they are of one's own.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no such file, not as it has to be, or a part of one's own is missing; the message names
    /// the place.</exception>
    public static DelayedLearner Load(string path, CustomParts? custom = null)
    {
        using var file = SafetensorsFile.Open(path);
        return LearnerFile.ReadDelayed(file, custom);
    }

    /// <summary>Loads a learner and its delay from a stream.</summary>
    /// <param name="stream">Holds the file from its present position to its end; stays open.</param>
    /// <param name="custom">Loss, optimiser and clipping where they are of one's own.</param>
    /// <exception cref="InvalidDataException">It is no such file, not as it has to be, or a part of one's own is missing; the message names
    /// the place.</exception>
    public static DelayedLearner Load(Stream stream, CustomParts? custom = null) =>
        LearnerFile.ReadDelayed(SafetensorsFile.Read(stream), custom);

    /// <summary>Loads a learner and its delay, with a network of its own.</summary>
    /// <param name="path">A file that <see cref="Save(string)"/> wrote.</param>
    /// <param name="custom">Loss, optimiser and clipping where they are of one's own.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no such file, not as it has to be, or a part of one's own is missing; the message names
    /// the place.</exception>
    public static async Task<DelayedLearner> LoadAsync(
        string path, CustomParts? custom = null, CancellationToken cancellationToken = default)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        return LearnerFile.ReadDelayed(SafetensorsFile.Parse(bytes, path), custom);
    }

    /// <summary>Loads a learner and its delay from a stream.</summary>
    /// <param name="stream">Holds the file from its present position to its end; stays open.</param>
    /// <param name="custom">Loss, optimiser and clipping where they are of one's own.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="InvalidDataException">It is no such file, not as it has to be, or a part of one's own is missing; the message names
    /// the place.</exception>
    public static async Task<DelayedLearner> LoadAsync(
        Stream stream, CustomParts? custom = null, CancellationToken cancellationToken = default) =>
        LearnerFile.ReadDelayed(await SafetensorsFile.ReadAsync(stream, cancellationToken).ConfigureAwait(false), custom);

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
