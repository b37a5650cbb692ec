using LiquidNet.Checks;

namespace LiquidNet.Training;

/// <summary>Where a <see cref="Trainer"/> saves its progress, and from where it continues when it is started again.</summary>
/// <remarks>
/// <para>The folder has one file, <c>checkpoint.safetensors</c>. It holds the network, which <c>LiquidNetwork.Load</c> can read, and, in
/// the metadata and in tensors named <c>training/...</c>, the state of the optimiser, the best epoch and the reports so far. A new file is
/// written beside the old one, flushed and renamed, so that a complete file exists whenever a program ends, even by a power cut.</para>
/// <para>If there is a file, <see cref="Trainer.Fit"/> continues from it: a training that was interrupted anywhere and started again by the
/// same program gives the same bits as one that was not. Delete the file to start anew. Until the first file is written nothing can be
/// continued: if a training is cancelled in its first epoch, the next call starts from the parameters that the network then has.</para>
/// <para>A file of another training is refused: one with other options, another network, other values of untrained parameters, or other
/// sequences. To tell the latter, eight steps of up to sixteen sequences, spread over the set, are compared.</para>
/// </remarks>
public sealed record TrainingCheckpoints
{
    /// <summary>Creates the settings for a folder.</summary>
    /// <param name="folder">The folder, used by this training only; created if it does not exist.</param>
    /// <param name="everyEpochs">The number of epochs between two files, at least 1. Default: 1. A file is also written after the last
    /// epoch.</param>
    /// <exception cref="ArgumentException">The name of the folder is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of epochs is below 1.</exception>
    public TrainingCheckpoints(string folder, int everyEpochs = 1)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Folder = folder;
        EveryEpochs = Require.AtLeast(
            everyEpochs, 1, "The number of epochs between checkpoints", "it is 1 for every epoch", nameof(everyEpochs));
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The number of epochs between two files.</summary>
    public int EveryEpochs { get; }

    /// <summary>Name and options, in the same format in every culture.</summary>
    public override string ToString() => InvariantText.Of(this, PrintMembers);
}
