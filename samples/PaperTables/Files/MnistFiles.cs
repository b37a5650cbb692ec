using System.Buffers.Binary;
using System.Globalization;
using LiquidNet.Data;

namespace LiquidNet.Samples;

/// <summary>MNIST's handwritten digits, in their four files.</summary>
static class MnistFiles
{
    const int ImageHeader = 16, LabelHeader = 8, Side = 28;
    const string Source = "http://yann.lecun.com/exdb/mnist";

    /// <summary>Reads the 60,000 training or 10,000 test images.</summary>
    /// <param name="folder">Where data sets lie.</param>
    /// <param name="part">"train" or "t10k".</param>
    public static LabelledImages Read(DataFolder folder, string part)
    {
        var images = File.ReadAllBytes(folder.Find("mnist", $"{part}-images-idx3-ubyte", Source));
        var labels = File.ReadAllBytes(folder.Find("mnist", $"{part}-labels-idx1-ubyte", Source));
        var count = BinaryPrimitives.ReadInt32BigEndian(labels.AsSpan(LabelHeader - sizeof(int)));
        return images.Length == ImageHeader + (long)count * Side * Side && labels.Length == LabelHeader + (long)count
            ? new(
                images[ImageHeader..], [.. labels.Skip(LabelHeader).Select(label => (int)label)], channels: 1, Side, Side,
                [.. Enumerable.Range(0, 10).Select(digit => digit.ToString(CultureInfo.InvariantCulture))])
            : throw new InvalidDataException(
                $"MNIST's '{part}' files are expected to hold {count} images of {Side} x {Side}, but have {images.Length} and "
                + $"{labels.Length} bytes.");
    }
}
