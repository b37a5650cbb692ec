using LiquidNet.Checks;

namespace LiquidNet.Data;

/// <summary>How images are augmented on their way to a training set.</summary>
/// <remarks>
/// Flips and crops augment a training set: they happen only in the sets of <see cref="SequenceSet.ForEpoch"/>, drawn anew
/// for each image and epoch. Read directly, as for evaluation, images are as they are.
/// </remarks>
public sealed record ImageSequenceOptions
{
    /// <summary>Whether, in an epoch, each image is mirrored left to right with probability one half.</summary>
    /// <value>False by default.</value>
    public bool HorizontalFlips { get; init; }

    /// <summary>Black pixels put around each image in an epoch before a window of the original size is cut out at random.</summary>
    /// <value>0 (the default) cuts nothing; 4 is customary for CIFAR-10.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or above 2^30 - 1.</exception>
    public int CropPadding
    {
        get;
        init => field = Require.Between(
            value, 0, (1 << 30) - 1, "The padding", "the places of the window must be countable", nameof(CropPadding));
    }

    /// <summary>The seed of flips and crops; together with epoch and index it fixes every draw.</summary>
    /// <value>0 by default.</value>
    public int Seed { get; init; }

    /// <summary>The options with their values.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"HorizontalFlips = {HorizontalFlips}, CropPadding = {CropPadding}, Seed = {Seed}");

    /// <summary>Whether an epoch differs from the images as they are.</summary>
    internal bool Augments => HorizontalFlips || CropPadding > 0;
}
