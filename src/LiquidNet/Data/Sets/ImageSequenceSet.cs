namespace LiquidNet.Data.Sets;

/// <summary>Images cut into a grid of tiles, one tile a step, row by row from the top left; the whole run through k times.</summary>
/// <remarks>All orders are one: rows, columns, pixels and the held image are tiles of other sizes.</remarks>
sealed class ImageSequenceSet : SequenceSet
{
    /// <summary>What each byte becomes: exact division at the price of a look-up.</summary>
    static readonly float[] ValueOf = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    readonly LabelledImages images;
    readonly int tileHeight;
    readonly int tileWidth;
    readonly int overlap;
    readonly int length;
    readonly ImageSequenceOptions options;
    int? epoch;

    public ImageSequenceSet(
        LabelledImages images, int tileHeight, int tileWidth, int repeats, ImageSequenceOptions options, int overlap = 0)
    {
        this.images = images;
        this.tileHeight = tileHeight;
        this.tileWidth = tileWidth;
        this.options = options;
        this.overlap = overlap;
        length = images.Height / tileHeight * (images.Width / tileWidth) * repeats;
    }

    public override int Count => images.Count;

    public override int Features => images.Channels * PieceHeight * PieceWidth;

    public override TargetKind TargetKind => TargetKind.SequenceLabel;

    public override int Classes => images.ClassNames.Count;

    public override IReadOnlyList<string> OutputNames => images.ClassNames;

    public override bool IsConstantOverTime => tileHeight == images.Height && tileWidth == images.Width;

    /// <summary>A tile with what it shows of its neighbours.</summary>
    int PieceHeight => tileHeight + 2 * overlap;

    int PieceWidth => tileWidth + 2 * overlap;

    internal override SequenceOrigin OriginOf(int index) => new(images, index);

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
        var top = step / tilesAcross % tilesDown * tileHeight - overlap;
        var left = step % tilesAcross * tileWidth - overlap;
        for (var channel = 0; channel < images.Channels; channel++)
        {
            var channelPixels = pixels.Slice(channel * plane, plane);
            for (var row = 0; row < PieceHeight; row++)
            {
                view.ReadRow(
                    channelPixels, images.Height, images.Width, top + row, left, ValueOf,
                    features.Slice((channel * PieceHeight + row) * PieceWidth, PieceWidth));
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
}
