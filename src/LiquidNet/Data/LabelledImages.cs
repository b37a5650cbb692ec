using System.Diagnostics;
using System.Globalization;
using LiquidNet.Checks;

namespace LiquidNet.Data;

/// <summary>Images of equal size as bytes, each with a class.</summary>
/// <remarks>
/// <para>An image is <c>[channels x height x width]</c> bytes: the whole first channel row by row from the top left, then the next channel.
/// CIFAR-10 stores red, green, blue in this order.</para>
/// <para>Images are kept as bytes, a quarter of the memory of floats, and converted when a batch is read.</para>
/// <para>Immutable as long as the array that it was created from is not written to; safe to read from several threads.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class LabelledImages
{
    readonly byte[][] blocks;
    readonly int imagesPerBlock;
    readonly int recordLength;
    readonly int pixelOffset;
    readonly int[] labels;

    /// <summary>Creates images from one array.</summary>
    /// <param name="pixels">The images one after the other [count x channels x height x width]; kept, not copied.</param>
    /// <param name="labels">The class of each image, 0..<c>classNames.Count</c> - 1; copied.</param>
    /// <param name="channels">Values per pixel, at least 1.</param>
    /// <param name="height">Rows of an image, at least 1.</param>
    /// <param name="width">Columns of an image, at least 1.</param>
    /// <param name="classNames">The names of the classes; their number is the number of classes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or one array cannot hold an image.</exception>
    /// <exception cref="ArgumentException">There is no image, the number of bytes does not fit the sizes, or a label is
    /// not a class; the message names the image.</exception>
    public LabelledImages(
        byte[] pixels, IReadOnlyList<int> labels, int channels, int height, int width, IReadOnlyList<string> classNames)
        : this(
            [pixels ?? throw new ArgumentNullException(nameof(pixels))],
            [.. labels ?? throw new ArgumentNullException(nameof(labels))],
            (channels, height, width),
            classNames ?? throw new ArgumentNullException(nameof(classNames)),
            (int)Require.Between(
                (Int128)channels * height * width, 1, Array.MaxLength, "The number of bytes of an image",
                $"it is [{channels} x {height} x {width}], and one array holds it", nameof(width)),
            pixelOffset: 0)
    {
        if (pixels.LongLength != (long)Count * PixelsPerImage)
        {
            throw new ArgumentException(
                $"{Counted.Of(Count, "image")} of [{channels} x {height} x {width}] expect {(long)Count * PixelsPerImage} bytes but got " +
                $"{pixels.LongLength}.",
                nameof(pixels));
        }
    }

    /// <summary>Images in place in blocks of records, as files hold them.</summary>
    internal LabelledImages(
        byte[][] blocks,
        int[] labels,
        (int Channels, int Height, int Width) shape,
        IReadOnlyList<string> classNames,
        int recordLength,
        int pixelOffset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Width, 1);
        if (labels.Length == 0)
            throw new ArgumentException("At least one image is expected.", nameof(labels));
        for (var index = 0; index < labels.Length; index++)
        {
            if ((uint)labels[index] >= (uint)classNames.Count)
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Image {index} has label {labels[index]}; with {classNames.Count} class names it is expected in " +
                        $"0..{classNames.Count - 1}."),
                    nameof(labels));
            }
        }

        (Channels, Height, Width) = shape;
        ClassNames = Array.AsReadOnly(classNames.ToArray());
        this.blocks = blocks;
        this.labels = labels;
        this.recordLength = recordLength;
        this.pixelOffset = pixelOffset;
        imagesPerBlock = labels.Length / blocks.Length;
    }

    /// <summary>The number of images, at least 1.</summary>
    public int Count => labels.Length;

    /// <summary>Values per pixel; 3 for red, green, blue.</summary>
    public int Channels { get; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>Bytes of one image: channels x height x width.</summary>
    public int PixelsPerImage => Channels * Height * Width;

    /// <summary>The names of the classes, by label.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The class of one image.</summary>
    /// <param name="index">The image, 0..<see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public int LabelOf(int index)
    {
        CheckIndex(index);
        return labels[index];
    }

    /// <summary>The bytes of one image [channels x height x width], in place. Allocates nothing.</summary>
    /// <param name="index">The image, 0..<see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<byte> PixelsOf(int index)
    {
        CheckIndex(index);
        var (block, record) = Math.DivRem(index, imagesPerBlock);
        return blocks[block].AsSpan(record * recordLength + pixelOffset, PixelsPerImage);
    }

    /// <summary>Reads one image as floats in 0..1, each byte divided by 255. Allocates nothing.</summary>
    /// <param name="index">The image, 0..<see cref="Count"/> - 1.</param>
    /// <param name="pixels">Receives the values [channels x height x width] in the order of the bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> has another length.</exception>
    public void ReadPixels(int index, Span<float> pixels)
    {
        var bytes = PixelsOf(index);
        if (pixels.Length != bytes.Length)
            throw new ArgumentException($"The span is expected to hold {bytes.Length} values but holds {pixels.Length}.", nameof(pixels));
        for (var i = 0; i < bytes.Length; i++)
            pixels[i] = bytes[i] / 255f;
    }

    /// <summary>Describes the images, for example <c>2,000 images [3 x 32 x 32], 10 classes</c>.</summary>
    public override string ToString() =>
        $"{Counted.Of(Count, "image")} [{Channels} x {Height} x {Width}], {Counted.Of(ClassNames.Count, "class", "classes")}";

    void CheckIndex(int index)
    {
        if ((uint)index >= (uint)labels.Length)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"There are images 0..{labels.Length - 1}.");
    }
}
