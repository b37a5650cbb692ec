namespace LiquidNet.Online.Influences;

/// <summary>A product that is added to a sum.</summary>
/// <param name="To">Which sum.</param>
/// <param name="Left">The left factor.</param>
/// <param name="Right">The right factor.</param>
readonly record struct Multiplication(int To, int Left, int Right)
{
    /// <summary>Adds all of them, one after the other.</summary>
    public static void Run(
        ReadOnlySpan<Multiplication> multiplications, ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> sums)
    {
        foreach (var (to, l, r) in multiplications)
            sums[to] += left[l] * right[r];
    }
}
