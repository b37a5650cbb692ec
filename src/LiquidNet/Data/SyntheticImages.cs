using LiquidNet.Seeding;

namespace LiquidNet.Data;

/// <summary>Draws ten shapes in CIFAR-10's format: 3 x 32 x 32 bytes.</summary>
/// <remarks>
/// All shapes cover the same area, and every image has its own colours, contrast, place, size and noise, so that brightness
/// and colour do not depend on the class. Only the four basic operations are used: the same bytes on every machine.
/// </remarks>
static class SyntheticImages
{
    const int Channels = 3, Side = 32, Plane = Side * Side;

    static readonly string[] Names =
        ["disc", "ring", "square", "frame", "plus", "cross", "rows", "columns", "triangle", "checkers"];

    /// <summary>Draws images with the classes in turn, each image from its own (seed, index).</summary>
    public static LabelledImages Draw(int count, int seed)
    {
        var pixels = new byte[count * Channels * Plane];
        var labels = new int[count];
        Span<float> coverage = stackalloc float[Plane];
        for (var index = 0; index < count; index++)
        {
            var random = SplitMix64.For(seed, index);
            labels[index] = index % Names.Length;
            WriteCoverage(labels[index], ref random, coverage);
            WritePixels(coverage, ref random, pixels.AsSpan(index * Channels * Plane, Channels * Plane));
        }

        return new(pixels, labels, Channels, Side, Side, Names);
    }

    /// <summary>How much of each pixel the shape covers, 0..1, from four samples a pixel.</summary>
    static void WriteCoverage(int shape, ref SplitMix64 random, Span<float> coverage)
    {
        var scale = 2f / Side / random.NextSingle(0.85f, 1.15f);
        var (centreX, centreY) = (Side / 2 + random.NextSingle(-2.5f, 2.5f), Side / 2 + random.NextSingle(-2.5f, 2.5f));
        for (var pixel = 0; pixel < Plane; pixel++)
        {
            var (row, column) = Math.DivRem(pixel, Side);
            var covered = 0f;
            for (var sample = 0; sample < 4; sample++)
            {
                var x = (column + 0.25f + 0.5f * (sample & 1) - centreX) * scale;
                var y = (row + 0.25f + 0.5f * (sample >> 1) - centreY) * scale;
                if (Covers(shape, x, y))
                    covered += 0.25f;
            }

            coverage[pixel] = covered;
        }
    }

    /// <summary>Mixes a darker background with a lighter foreground, channel by channel, and adds noise.</summary>
    static void WritePixels(ReadOnlySpan<float> coverage, ref SplitMix64 random, Span<byte> pixels)
    {
        for (var channel = 0; channel < Channels; channel++)
        {
            var background = random.NextSingle(0.1f, 0.4f);
            var contrast = random.NextSingle(0.15f, 0.5f);
            for (var pixel = 0; pixel < Plane; pixel++)
            {
                var noise = random.NextSingle(-0.1f, 0.1f) + random.NextSingle(-0.1f, 0.1f);
                var value = background + contrast * coverage[pixel] + noise;
                pixels[channel * Plane + pixel] = (byte)(Math.Clamp(value, 0f, 1f) * 255f + 0.5f);
            }
        }
    }

    /// <summary>Whether a shape covers a point; the image spans -1..1 both ways, and each shape covers close to 1.2 of its 4.</summary>
    static bool Covers(int shape, float x, float y)
    {
        var (acrossX, acrossY) = (Math.Abs(x), Math.Abs(y));
        var (reach, radius2) = (Math.Max(acrossX, acrossY), x * x + y * y);
        return shape switch
        {
            0 => radius2 < 0.382f,
            1 => radius2 is > 0.340f and < 0.722f,
            2 => reach < 0.548f,
            3 => reach is > 0.650f and < 0.850f,
            4 => Math.Min(acrossX, acrossY) < 0.200f && reach < 0.850f,
            5 => Math.Abs(acrossX - acrossY) < 0.264f && reach < 0.700f,
            6 => reach < 0.850f && InBar(y),
            7 => reach < 0.850f && InBar(x),
            8 => acrossY < 0.775f && 2f * acrossX < y + 0.775f,
            _ => reach < 0.775f && (((int)MathF.Floor(x / 0.3875f) ^ (int)MathF.Floor(y / 0.3875f)) & 1) == 0,
        };
    }

    /// <summary>Three bars of width 0.236 between -0.85 and 0.85.</summary>
    static bool InBar(float along) => Math.Min(Math.Abs(along), Math.Abs(Math.Abs(along) - 0.732f)) < 0.118f;
}
