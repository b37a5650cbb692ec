using LiquidNet.Checks;

namespace LiquidNet.Training;

/// <summary>Where a <see cref="Trainer"/> writes down how far it is, and goes on from when it is started again.</summary>
/// <remarks>
/// <para>The folder has one file, <c>checkpoint.safetensors</c>: the network, which <c>LiquidNetwork.Load</c> reads, and in tensors whose
/// names begin with <c>training/</c> and in the metadata the state of the optimiser, the best epoch and the reports so far. It is written
/// beside the old one, flushed, and renamed: whenever a program ends, even by a power cut, there is a whole file.</para>
/// <para><see cref="Trainer.Fit"/> begins where the file ends, if there is one: a training that was interrupted anywhere, and started again
/// with the same program, gives the same bits as one that was not. Delete the file to begin anew. Before the first file there is
/// nothing to go on from: a network that was cancelled in its first epoch begins from where it was left, one that is created anew from its
/// beginning.</para>
/// <para>A file of another training is refused: of other options, another network, other values of what is not trained, or other sequences,
/// of which up to sixteen are looked at, from the first to the last, at eight of their steps.</para>
/// </remarks>
public sealed record TrainingCheckpoints
{
    /// <summary>Creates the place.</summary>
    /// <param name="folder">The folder, of this training alone; it is made if there is none.</param>
    /// <param name="everyEpochs">After how many epochs the file is written; also after the last. At least 1.</param>
    /// <exception cref="ArgumentException">The folder has no name.</exception>
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

    /// <summary>After how many epochs the file is written.</summary>
    public int EveryEpochs { get; }

    /// <summary>The name and the options, the same in every culture.</summary>
    public override string ToString() => InvariantText.Of(this, PrintMembers);
}
