using LiquidNet.Seeding;

namespace LiquidNet.Data.Sets;

/// <summary>The part of an image that is read: mirrored or not, through a window moved down and right.</summary>
readonly record struct ImageView(bool Flipped, int Down, int Right)
{
    /// <summary>The image as it is.</summary>
    public static readonly ImageView Plain;

    /// <summary>The view of one image in one epoch. All numbers are drawn, whatever the options use of them, so that switching one
    /// augmentation on or off leaves the other as it was.</summary>
    public static ImageView Draw(ImageSequenceOptions options, int epoch, int index)
    {
        var random = SplitMix64.For(options.Seed, epoch, index);
        var flipped = random.NextInteger(2) == 1;
        var places = 2 * options.CropPadding + 1;
        var down = random.NextInteger(places) - options.CropPadding;
        var right = random.NextInteger(places) - options.CropPadding;
        return new(flipped && options.HorizontalFlips, down, right);
    }

    /// <summary>Reads part of one row of one channel as seen in this view, through a table of 256 values; outside of the window and of the
    /// image is black.</summary>
    public void ReadRow(
        ReadOnlySpan<byte> plane, int height, int width, int row, int column, ReadOnlySpan<float> valueOf, Span<float> destination)
    {
        var sourceRow = row + Down;
        if ((uint)row >= (uint)height || (uint)sourceRow >= (uint)height)
        {
            destination.Fill(valueOf[0]);
            return;
        }

        var pixels = plane.Slice(sourceRow * width, width);
        if (this == Plain && column >= 0 && column <= width - destination.Length)
        {
            pixels = pixels.Slice(column, destination.Length);
            for (var i = 0; i < destination.Length; i++)
                destination[i] = valueOf[pixels[i]];
            return;
        }

        var (source, stride) = Flipped ? (width - 1 - column + Right, -1) : (column + Right, 1);
        for (var i = 0; i < destination.Length; i++, source += stride)
        {
            var isSeen = (uint)(column + i) < (uint)width && (uint)source < (uint)width;
            destination[i] = valueOf[isSeen ? pixels[source] : 0];
        }
    }
}
