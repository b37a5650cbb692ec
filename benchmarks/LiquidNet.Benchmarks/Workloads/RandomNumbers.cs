namespace LiquidNet.Benchmarks;

/// <summary>Random numbers from 0 to 1, reproducible.</summary>
static class RandomNumbers
{
    /// <summary>So many numbers; another seed gives others.</summary>
    public static float[] Create(int count, int seed = 1)
    {
        var random = new Random(seed);
        var numbers = new float[count];
        foreach (ref var number in numbers.AsSpan())
            number = random.NextSingle();
        return numbers;
    }
}
