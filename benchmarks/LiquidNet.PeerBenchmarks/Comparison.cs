using System.Globalization;

namespace LiquidNet.PeerBenchmarks;

/// <summary>LiquidNet beside the best of the others, each at the number of threads that serves it best.</summary>
static class Comparison
{
    /// <summary>Metrics of time, of which the smaller one is better.</summary>
    static readonly string[] Times = ["us/step", "ms"];

    /// <summary>A table of all rows that both LiquidNet and another system have.</summary>
    public static IEnumerable<string> Table(IReadOnlyCollection<ResultRow> rows)
    {
        var groups = rows
            .Where(row => Times.Contains(row.Metric))
            .GroupBy(row => (row.Mode, row.Model, row.Config))
            .Select(group => (group.Key, Ours: Best(group, isOurs: true), Peer: Best(group, isOurs: false)))
            .Where(group => group is { Ours: not null, Peer: not null })
            .OrderBy(group => group.Key)
            .ToArray();
        if (groups.Length == 0)
            yield break;
        yield return "# | mode | model | config | LiquidNet | threads | best peer | system | threads | times faster |";
        yield return "# |---|---|---|---|---|---|---|---|---|";
        foreach (var (key, ours, peer) in groups)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"# | {key.Mode} | {key.Model} | {key.Config} | {ours!.Median:G3} {ours.Metric} | {ours.Threads} | " +
                $"{peer!.Median:G3} {peer.Metric} | {peer.System} | {peer.Threads} | {peer.Median / ours.Median:G3} |");
        }
    }

    static ResultRow? Best(IEnumerable<ResultRow> rows, bool isOurs) =>
        rows.Where(row => (row.System == LiquidContender.SystemName) == isOurs).MinBy(row => row.Median);
}
