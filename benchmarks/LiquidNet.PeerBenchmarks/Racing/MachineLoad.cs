using System.Diagnostics;
using System.Globalization;

namespace LiquidNet.PeerBenchmarks;

/// <summary>How much of the machine other processes used; known on Linux, taken as none elsewhere.</summary>
readonly struct MachineLoad
{
    const string StatisticsFile = "/proc/stat";

    /// <summary>Of a line "cpu user nice system idle iowait irq softirq steal": all but idle and waiting.</summary>
    static readonly int[] BusyFields = [1, 2, 3, 6, 7, 8];

    readonly double busySeconds;
    readonly long timestamp;

    MachineLoad(double busySeconds, long timestamp)
    {
        this.busySeconds = busySeconds;
        this.timestamp = timestamp;
    }

    /// <summary>Takes a note of now.</summary>
    public static MachineLoad Now() => new(BusySecondsOfOthers(), Stopwatch.GetTimestamp());

    /// <summary>Processor cores that others used on average since then.</summary>
    public double CoresOfOthers() =>
        Math.Max(0, BusySecondsOfOthers() - busySeconds) / Stopwatch.GetElapsedTime(timestamp).TotalSeconds;

    /// <summary>Waits until others use little, for a few seconds at most.</summary>
    public static void WaitForQuiet(double limit)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var load = Now();
            Thread.Sleep(100);

            // The kernel counts hundredths of a second: one of them may be noise.
            if (load.CoresOfOthers() <= limit + 0.1)
                return;
            Thread.Sleep(200);
        }
    }

    static double BusySecondsOfOthers()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(StatisticsFile))
            return 0;
        using var reader = new StreamReader(StatisticsFile);
        var fields = reader.ReadLine()!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var hundredths = BusyFields.Sum(field => double.Parse(fields[field], CultureInfo.InvariantCulture));
        return hundredths / 100 - Environment.CpuUsage.TotalTime.TotalSeconds;
    }
}
