namespace LiquidNet.Runs;

/// <summary>The exceptions that keep numbers beyond all bounds from spreading silently.</summary>
static class NotFinite
{
    /// <summary>A state or an answer that is not finite.</summary>
    /// <param name="source">What gave it.</param>
    /// <param name="place">Where it was seen.</param>
    public static ArithmeticException Answer(string source, string place) => new(
        $"{source} gave a state or an answer that is not finite{place}. Explicit solvers need timespans well below the time constants: "
        + "use smaller timespans, more unfolds, or SemiImplicitEuler or ExponentialEuler.");

    /// <summary>Target values of which one is not finite.</summary>
    public static ArgumentException Target(int sequence, int step, ReadOnlySpan<float> targets)
    {
        var output = 0;
        while (float.IsFinite(targets[output]))
            output++;
        return new($"Sequence {sequence}, step {step}: target value {output} is {targets[output]}; target values must be finite.");
    }
}
