namespace LiquidNet.Data.Sets;

/// <summary>Images cut into a grid of tiles, one tile a step, row by row from the top left; the whole run through k times.</summary>
/// <remarks>All orders are one: rows, columns, pixels and the held image are tiles of other sizes.</remarks>
sealed class ImageSequenceSet : SequenceSet
{
    const int ByteValues = 256;

    readonly LabelledImages images;
    readonly int tileHeight;
    readonly int tileWidth;
    readonly int length;
    readonly ImageSequenceOptions options;
    readonly float[] valueOf;
    int? epoch;

    public ImageSequenceSet(LabelledImages images, int tileHeight, int tileWidth, int repeats, ImageSequenceOptions options)
    {
        this.images = images;
        this.tileHeight = tileHeight;
        this.tileWidth = tileWidth;
        this.options = options;
        length = images.Height / tileHeight * (images.Width / tileWidth) * repeats;
        valueOf = TableOf(images, options);
    }

    public override int Count => images.Count;

    public override int Features => images.Channels * tileHeight * tileWidth;

    public override TargetKind TargetKind => TargetKind.SequenceLabel;

    public override int Classes => images.ClassNames.Count;

    public override bool IsConstantOverTime => tileHeight == images.Height && tileWidth == images.Width;

    public override int LengthOf(int index)
    {
        CheckIndex(index);
        return length;
    }

    public override void ReadStep(int index, int step, Span<float> features)
    {
        CheckIndex(index);
        CheckStep(step, length);
        CheckLength(features.Length, Features, nameof(features));
        var pixels = images.PixelsOf(index);
        var view = epoch is { } drawn ? ImageView.Draw(options, drawn, index) : ImageView.Plain;
        var plane = images.Height * images.Width;
        var (tilesDown, tilesAcross) = (images.Height / tileHeight, images.Width / tileWidth);
        var top = step / tilesAcross % tilesDown * tileHeight;
        var left = step % tilesAcross * tileWidth;
        for (var channel = 0; channel < images.Channels; channel++)
        {
            var channelPixels = pixels.Slice(channel * plane, plane);
            var channelValues = valueOf.AsSpan(channel * ByteValues, ByteValues);
            for (var row = 0; row < tileHeight; row++)
            {
                view.ReadRow(
                    channelPixels, images.Height, images.Width, top + row, left, channelValues,
                    features.Slice((channel * tileHeight + row) * tileWidth, tileWidth));
            }
        }
    }

    public override void ReadLabels(int index, Span<int> labels)
    {
        CheckIndex(index);
        CheckLength(labels.Length, 1, nameof(labels));
        labels[0] = images.LabelOf(index);
    }

    public override SequenceSet ForEpoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        if (!options.Augments)
            return this;
        var drawn = (ImageSequenceSet)MemberwiseClone();
        drawn.epoch = epoch;
        return drawn;
    }

    /// <summary>What each byte of each channel becomes: exact division and standardisation at the price of a look-up.</summary>
    static float[] TableOf(LabelledImages images, ImageSequenceOptions options)
    {
        var standardization = options.Standardization;
        if (standardization is not null && standardization.Means.Count != images.Channels)
        {
            throw new ArgumentException(
                $"Images of {images.Channels} channels expect a standardisation of as many but got " +
                $"{standardization.Means.Count}; measure it with ChannelStandardization.Of.",
                nameof(options));
        }

        var table = new float[images.Channels * ByteValues];
        for (var entry = 0; entry < table.Length; entry++)
        {
            var (channel, value) = Math.DivRem(entry, ByteValues);
            var mean = standardization?.Means[channel] ?? 0f;
            var deviation = standardization?.Deviations[channel] ?? 1f;
            table[entry] = (value / 255f - mean) / deviation;
        }

        return table;
    }
}
