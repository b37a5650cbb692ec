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
}
