using System.Diagnostics;

namespace LiquidNet.Samples;

/// <summary>The errors of a stream in their order, and the time that it took.</summary>
sealed class ErrorTrack
{
    readonly List<double> errors = [];
    readonly long started = Stopwatch.GetTimestamp();

    /// <summary>Adds the error of the next observation.</summary>
    public void Add(double error) => errors.Add(error);

    /// <summary>The mean of a part.</summary>
    /// <param name="from">The first observation.</param>
    /// <param name="to">The one after the last; null for the end.</param>
    public double Mean(int from = 0, int? to = null) => errors.Take(from..(to ?? errors.Count)).Average();

    /// <summary>How many observations after one of them it takes until a window's mean is at most a bound; -1 for never.</summary>
    public int StepsUntil(double bound, int from, int window)
    {
        var sum = errors.Take(from..(from + window)).Sum();
        for (var at = from; ; at++)
        {
            if (sum <= window * bound)
                return at - from;
            if (at + window == errors.Count)
                return -1;
            sum += errors[at + window] - errors[at];
        }
    }

    /// <summary>The outcome, with errors averaged over so many observations each.</summary>
    public Outcome ToOutcome(string model, int stride, params IReadOnlyList<Measure> measures) => new(
        model, measures, Stopwatch.GetElapsedTime(started).TotalSeconds,
        [.. errors.Chunk(stride).Select(chunk => chunk.Average())], stride);
}
