using LiquidNet.Checks;

namespace LiquidNet.Data.Sets;

/// <summary>How long windows are and how far apart, in steps or in time.</summary>
/// <param name="Length">Steps in a window, or how long it lasts.</param>
/// <param name="Stride">From the beginning of a window to that of the next.</param>
/// <param name="WarmUp">How much of a window is read without its targets.</param>
/// <param name="IsTime">Whether these are times.</param>
readonly record struct WindowPlan(double Length, double Stride, double WarmUp, bool IsTime)
{
    /// <summary>Cuts series into windows, after whose steps a number of steps has to follow.</summary>
    public Segment[] Cut(SequenceSet series, SeriesTracks tracks, int ahead)
    {
        var windows = new List<Segment>();
        for (var index = 0; index < series.Count; index++)
        {
            var steps = series.LengthOf(index) - ahead;
            if (IsTime)
                AddByTime(windows, index, tracks.TimespansOf(index), steps);
            else
                AddByCount(windows, index, steps);
        }

        if (windows.Count > 0)
            return [.. windows];
        var longest = Enumerable.Range(0, series.Count).Max(series.LengthOf);
        var needed = (IsTime, ahead) switch
        {
            (true, 0) => "a step after the warm-up",
            (true, _) => $"a step with a target {Counted.Of(ahead, "step")} later",
            (false, 0) => $"a window of {Counted.Of((long)Length, "step")}",
            (false, _) => $"a window of {Counted.Of((long)Length, "step")} with a target {Counted.Of(ahead, "step")} later",
        };
        throw new ArgumentException(
            $"No series is long enough for {needed}; the longest has {Counted.Of(longest, "step")}.",
            ahead == 0 ? "length" : nameof(ahead));
    }

    void AddByCount(List<Segment> windows, int series, int steps)
    {
        for (long start = 0; start + (long)Length <= steps; start += (long)Stride)
            windows.Add(new(series, (int)start, (int)Length, (int)WarmUp));
    }

    void AddByTime(List<Segment> windows, int series, ReadOnlySpan<float> timespans, int steps)
    {
        if (steps <= 0)
            return;

        // The first step is at time 0, whatever has passed before it.
        var times = new double[steps];
        for (var step = 1; step < steps; step++)
            times[step] = times[step - 1] + timespans[step];
        for (long window = 0; window * Stride <= times[^1]; window++)
        {
            var (start, end) = (FirstFrom(times, window * Stride), FirstFrom(times, window * Stride + Length));
            var warm = WarmUp == 0 ? start : FirstFrom(times, window * Stride + WarmUp);
            if (end > warm)
                windows.Add(new(series, start, end - start, warm - start));
            else if (end == start)
                window = Math.Max(window, (long)((times[start] - Length) / Stride) - 1);
        }
    }

    /// <summary>The first step that is not before a time.</summary>
    /// <remarks>Sums of rounded timespans fall on either side of it, the further from the start the more. So a step a little before it
    /// counts as being there, unless it is further away than half the time between two steps.</remarks>
    int FirstFrom(double[] times, double time)
    {
        var first = LowerBound(times, time - 1e-6 * Math.Min(Length, Stride) - 1e-7 * time);
        while (first < times.Length && time - times[first] > 0.5 * Spacing(times, first))
            first = LowerBound(times, Math.BitIncrement(times[first]));
        return first;
    }

    /// <summary>The time from a step to the next later one; at the end, from the one before.</summary>
    static double Spacing(double[] times, int step)
    {
        var (next, before) = (LowerBound(times, Math.BitIncrement(times[step])), LowerBound(times, times[step]) - 1);
        return next < times.Length ? times[next] - times[step] : times[step] - times[Math.Max(before, 0)];
    }

    /// <summary>The first step at or after a time.</summary>
    static int LowerBound(double[] times, double time)
    {
        var (low, high) = (0, times.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (times[middle] < time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
