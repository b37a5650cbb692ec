namespace LiquidNet.Benchmarks;

/// <summary>Reproducible inputs in [-0.5, 0.5).</summary>
internal static class RandomNumbers
{
    public static float[] Create(int length)
    {
        var random = new Random(length);
        var numbers = new float[length];
        for (var i = 0; i < length; i++)
        {
            numbers[i] = random.NextSingle() - 0.5f;
        }

        return numbers;
    }
}
