using System.Diagnostics;

namespace LiquidNet.PeerBenchmarks;

/// <summary>Measures the entries of a task in turns, so that a slower or busier machine hits them all.</summary>
/// <remarks>
/// Each entry is warmed up, then measured in a few slices. A slice during which others used the cores of the measurement is repeated; the
/// quietest counts. Between slices there is a pause, for worker threads of some libraries go on spinning after their work.
/// </remarks>
sealed class Race(double budget, double quiet)
{
    const int Slices = 4, Attempts = 3, LeastRuns = 5;
    const double WarmUpSeconds = 0.5;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    /// <summary>The seconds of every run, for each entry.</summary>
    public IReadOnlyList<double>[] Run(IReadOnlyList<Entry> entries, RaceTask task)
    {
        var limit = quiet + Math.Max(0, Environment.ProcessorCount - task.Threads);
        var times = entries.Select(_ => new List<double>()).ToArray();
        var durations = entries.Select(WarmUp).ToArray();
        for (var slice = 0; slice < Slices; slice++)
        {
            for (var entry = 0; entry < entries.Count; entry++)
            {
                var length = Math.Max(budget, LeastRuns * durations[entry]) / Slices;
                times[entry].AddRange(MeasureQuietly(entries[entry], length, limit));
            }
        }

        return times;
    }

    /// <summary>Runs until the code is compiled at its best and memory is there.</summary>
    /// <returns>The seconds of the last run.</returns>
    static double WarmUp(Entry entry)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var runStart = Stopwatch.GetTimestamp();
            entry.Run();
            var last = Stopwatch.GetElapsedTime(runStart).TotalSeconds;
            var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (elapsed > WarmUpSeconds && elapsed > 2 * last)
                return last;
        }
    }

    static List<double> MeasureQuietly(Entry entry, double length, double limit)
    {
        List<double> best = [];
        var leastLoad = double.PositiveInfinity;
        for (var attempt = 0; attempt < Attempts && leastLoad > limit; attempt++)
        {
            MachineLoad.WaitForQuiet(limit);
            Thread.Sleep(Pause);
            entry.Run();
            var before = MachineLoad.Now();
            var times = Measure(entry, length);
            var load = before.CoresOfOthers();
            if (load < leastLoad)
                (best, leastLoad) = (times, load);
        }

        if (leastLoad > limit)
            Console.Error.WriteLine($"# noisy: others used {leastLoad:F2} cores");
        return best;
    }

    static List<double> Measure(Entry entry, double length)
    {
        var times = new List<double>();
        var start = Stopwatch.GetTimestamp();
        do
        {
            var runStart = Stopwatch.GetTimestamp();
            entry.Run();
            times.Add(Stopwatch.GetElapsedTime(runStart).TotalSeconds);
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < length);
        return times;
    }
}
