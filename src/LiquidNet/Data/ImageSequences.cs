using LiquidNet.Checks;
using LiquidNet.Data.Sets;

namespace LiquidNet.Data;

/// <summary>Turns images into sequences: the whole image at every step, or its rows, columns, patches or pixels in turn.</summary>
/// <remarks>
/// <para>The features of a step are always a piece of the image in the order of the bytes of the image, <c>[channels x height x width]</c>:
/// the first channel of the piece row by row, then the next channel.</para>
/// <para>The class of an image is the <see cref="TargetKind.SequenceLabel"/> of its sequence. Bytes are turned into numbers from 0 to 1
/// when a step is read; a <c>Standardized</c> network scales these further.</para>
/// </remarks>
public static class ImageSequences
{
    /// <summary>The whole image, shown unchanged at every step.</summary>
    /// <param name="images">The images.</param>
    /// <param name="steps">How many steps, at least 1.</param>
    /// <param name="options">Augmentation; none by default.</param>
    /// <returns>Sequences [steps x (channels x height x width)] with <see cref="SequenceSet.IsConstantOverTime"/> set:
    /// 3,072 features for CIFAR-10.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is below 1.</exception>
    public static SequenceSet Hold(LabelledImages images, int steps, ImageSequenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return new ImageSequenceSet(images, images.Height, images.Width, steps, options ?? new());
    }

    /// <summary>The rows of the image from top to bottom, one per step.</summary>
    /// <param name="images">The images.</param>
    /// <param name="options">Augmentation; none by default.</param>
    /// <returns>Sequences [height x (channels x width)]: for CIFAR-10 32 steps of 96 features, a row's
    /// 32 reds, 32 greens, 32 blues.</returns>
    public static SequenceSet Rows(LabelledImages images, ImageSequenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new ImageSequenceSet(images, tileHeight: 1, images.Width, repeats: 1, options ?? new());
    }

    /// <summary>The columns of the image from left to right, one per step.</summary>
    /// <param name="images">The images.</param>
    /// <param name="options">Augmentation; none by default.</param>
    /// <returns>Sequences [width x (channels x height)]: for CIFAR-10 32 steps of 96 features, a column's
    /// 32 reds, 32 greens, 32 blues.</returns>
    public static SequenceSet Columns(LabelledImages images, ImageSequenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new ImageSequenceSet(images, images.Height, tileWidth: 1, repeats: 1, options ?? new());
    }

    /// <summary>Square patches of the image, row by row from the top left, one per step.</summary>
    /// <param name="images">The images.</param>
    /// <param name="size">Height and width of a patch, which must divide those of the image.</param>
    /// <param name="overlap">How many pixels a patch extends into its neighbours on each side, 0 (the default) to 1,024; beyond the image
    /// they are black. With an overlap, edges and corners are seen whole even where patches meet, as in Wang et al., "PVT v2",
    /// 2022.</param>
    /// <param name="options">Augmentation; none by default.</param>
    /// <returns>Sequences [(height/size x width/size) x (channels x side x side)] with a side of <c>size + 2 overlap</c>: for CIFAR-10 and
    /// size 8, 16 steps of 192 features.</returns>
    /// <exception cref="ArgumentException"><paramref name="size"/> does not divide the image.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="overlap"/> is outside its range, or a patch with it has more numbers
    /// than an array can hold.</exception>
    public static SequenceSet Patches(LabelledImages images, int size, int overlap = 0, ImageSequenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        Require.Between(overlap, 0, 1024, "The overlap", "it is in pixels on each side of a patch", nameof(overlap));
        if (size < 1 || images.Height % size != 0 || images.Width % size != 0)
        {
            throw new ArgumentException(
                $"Patches are expected to fill the image of {images.Height} x {images.Width} but have size {size}; choose a " +
                "common divisor.",
                nameof(size));
        }

        var side = size + 2L * overlap;
        Require.Size(
            images.Channels * side * side, nameof(overlap),
            FormattableString.Invariant($"A patch of {images.Channels} channels with {side} x {side} pixels"));
        return new ImageSequenceSet(images, size, size, repeats: 1, options ?? new(), overlap);
    }

    /// <summary>The pixels of the image row by row from the top left, one per step.</summary>
    /// <param name="images">The images.</param>
    /// <param name="options">Augmentation; none by default.</param>
    /// <returns>Sequences [(height x width) x channels]: for CIFAR-10 1,024 steps of red, green, blue.</returns>
    public static SequenceSet Pixels(LabelledImages images, ImageSequenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new ImageSequenceSet(images, tileHeight: 1, tileWidth: 1, repeats: 1, options ?? new());
    }
}
