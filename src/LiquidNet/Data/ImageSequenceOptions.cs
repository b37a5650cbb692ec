using LiquidNet.Checks;

namespace LiquidNet.Data;

/// <summary>How training images are augmented.</summary>
/// <remarks>
/// Flips and crops are applied only in the sets of <see cref="SequenceSet.ForEpoch"/>, which training uses, and are drawn anew for each
/// image and epoch. Read directly, as in evaluation, images are unchanged.
/// </remarks>
public sealed record ImageSequenceOptions
{
    /// <summary>Whether each image of an epoch is mirrored left to right with probability one half.</summary>
    /// <value>False by default.</value>
    public bool HorizontalFlips { get; init; }

    /// <summary>Width of a black border that is added to each image of an epoch before a window of the original size is cut out at
    /// random.</summary>
    /// <value>In pixels. 0 (the default) crops nothing; 4 is customary for CIFAR-10.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or above 2^30 - 1.</exception>
    public int CropPadding
    {
        get;
        init => field = Require.Between(
            value, 0, (1 << 30) - 1, "The padding", "the places of the window must be countable", nameof(CropPadding));
    }

    /// <summary>The seed of flips and crops; together with epoch and index it determines every draw.</summary>
    /// <value>0 by default.</value>
    public int Seed { get; init; }

    /// <summary>The options with their values.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"HorizontalFlips = {HorizontalFlips}, CropPadding = {CropPadding}, Seed = {Seed}");

    /// <summary>Whether an epoch differs from the images as they are.</summary>
    internal bool Augments => HorizontalFlips || CropPadding > 0;
}
