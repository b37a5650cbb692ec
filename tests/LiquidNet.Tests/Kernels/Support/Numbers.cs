namespace LiquidNet.Tests.Kernels.Support;

/// <summary>Reproducible inputs.</summary>
static class Numbers
{
    /// <summary>Numbers in [-1, 1).</summary>
    public static float[] Around(int seed, int length)
    {
        var random = new Random(seed);
        var numbers = new float[length];
        for (var i = 0; i < length; i++)
            numbers[i] = 2f * random.NextSingle() - 1f;

        return numbers;
    }

    /// <summary>Numbers in [0.5, 1.5), safe to divide by.</summary>
    public static float[] Positive(int seed, int length) => Array.ConvertAll(Around(seed, length), x => 1f + 0.5f * x);
}
