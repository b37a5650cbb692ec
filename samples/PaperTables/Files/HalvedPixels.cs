using LiquidNet.Data;

namespace LiquidNet.Samples;

/// <summary>The pixels of images at half the height and width: each is the mean of four, and takes as long as two of the whole.</summary>
/// <param name="pixels">The pixels of images, one a step.</param>
/// <param name="width">Pixels in a row of the image; even, as is the number of rows.</param>
sealed class HalvedPixels(SequenceSet pixels, int width) : SequenceSet
{
    public override int Count => pixels.Count;

    public override int Features => pixels.Features;

    public override TargetKind TargetKind => pixels.TargetKind;

    public override int Classes => pixels.Classes;

    public override int LengthOf(int index) => pixels.LengthOf(index) / 4;

    public override void ReadStep(int index, int step, Span<float> features)
    {
        var (row, column) = Math.DivRem(step, width / 2);
        var corner = 2 * (row * width + column);
        Span<float> pixel = stackalloc float[features.Length];
        foreach (var place in (ReadOnlySpan<int>)[corner, corner + 1, corner + width, corner + width + 1])
        {
            pixel.Clear();
            pixels.ReadStep(index, place, pixel);
            for (var feature = 0; feature < features.Length; feature++)
                features[feature] += pixel[feature] / 4;
        }
    }

    public override void ReadTimespans(int index, Span<float> timespans) => timespans.Fill(2);

    public override void ReadLabels(int index, Span<int> labels) => pixels.ReadLabels(index, labels);

    public override SequenceSet ForEpoch(int epoch) => new HalvedPixels(pixels.ForEpoch(epoch), width);
}
