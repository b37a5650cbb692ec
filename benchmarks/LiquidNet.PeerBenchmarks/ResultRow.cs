using System.Globalization;

namespace LiquidNet.PeerBenchmarks;

/// <summary>One result, as all peers print it.</summary>
sealed record ResultRow(
    string System, string Version, string Model, string Config, int Threads, string Mode, string Metric, double Min, double Median,
    double Max)
{
    /// <summary>The statistics of many numbers.</summary>
    public static ResultRow Of(string system, string version, RaceTask task, string metric, IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new ResultRow(
            system, version, task.Model, task.Shape.Name, task.Threads, task.Mode, metric, sorted[0], median, sorted[^1]);
    }

    /// <summary>Reads a line, or gives null for a comment or a line of another kind.</summary>
    public static ResultRow? Parse(string line)
    {
        var fields = line.Split(',');
        if (fields.Length != 10 || !int.TryParse(fields[4], out var threads) || !TryNumber(fields[7], out var min)
            || !TryNumber(fields[8], out var median) || !TryNumber(fields[9], out var max))
        {
            return null;
        }

        return new ResultRow(fields[0], fields[1], fields[2], fields[3], threads, fields[5], fields[6], min, median, max);
    }

    /// <summary>The line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{System},{Version},{Model},{Config},{Threads},{Mode},{Metric},{Min:G6},{Median:G6},{Max:G6}");

    static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
