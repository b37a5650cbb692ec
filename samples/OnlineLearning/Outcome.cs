namespace LiquidNet.Samples;

/// <summary>What a run over a stream has given.</summary>
/// <param name="Model">What answered.</param>
/// <param name="Measures">What was measured.</param>
/// <param name="Seconds">How long the stream took.</param>
/// <param name="Errors">Errors over time, one for each <paramref name="Stride"/> observations, for the picture.</param>
/// <param name="Stride">How many observations one of them stands for.</param>
sealed record Outcome(
    string Model, IReadOnlyList<Measure> Measures, double Seconds, IReadOnlyList<double> Errors, int Stride);

/// <summary>A figure.</summary>
/// <param name="Metric">What it measures.</param>
/// <param name="Value">How much.</param>
/// <param name="Published">The best that is published; null where there is nothing to compare with.</param>
sealed record Measure(string Metric, double Value, double? Published = null);
