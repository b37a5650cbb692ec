namespace LiquidNet.Tests.Kernels.Support;

/// <summary>Numbers with a margin on both sides that no kernel may touch.</summary>
sealed class GuardedArray
{
    const int Margin = 64;
    const float Guard = 12345.678f;

    readonly float[] numbers;

    public GuardedArray(params ReadOnlySpan<float> values)
    {
        numbers = new float[values.Length + 2 * Margin];
        numbers.AsSpan().Fill(Guard);
        values.CopyTo(Span);
    }

    public Span<float> Span => numbers.AsSpan(Margin, numbers.Length - 2 * Margin);

    /// <summary>Fails unless every number is near enough, relative to the size given for it, and the margins are whole.</summary>
    public void ShouldBe(IReadOnlyList<double> expected, double tolerance, IReadOnlyList<double>? sizes = null, string because = "")
    {
        for (var i = 0; i < expected.Count; i++)
        {
            var size = Math.Max(sizes?[i] ?? Math.Abs(expected[i]), 1e-30);
            if (!(Math.Abs(Span[i] - expected[i]) <= tolerance * size))
            {
                Assert.Fail($"Element {i} is {Span[i]:R} and should be {expected[i]:R}. {because}");
            }
        }

        Span.Length.Should().Be(expected.Count);
        ShouldHaveWholeMargins(because);
    }

    public void ShouldHaveWholeMargins(string because = "")
    {
        var before = numbers.AsSpan(0, Margin);
        var after = numbers.AsSpan(numbers.Length - Margin);
        var isTouched = before.ContainsAnyExcept(Guard) || after.ContainsAnyExcept(Guard);
        isTouched.Should().BeFalse("the margins are not the kernel's. {0}", because);
    }
}
