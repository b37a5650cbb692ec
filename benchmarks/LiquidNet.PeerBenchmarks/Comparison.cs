using System.Globalization;
using LiquidNet.Benchmarks;

namespace LiquidNet.PeerBenchmarks;

/// <summary>LiquidNet beside the best of the others, each at the number of threads that serves it best.</summary>
/// <remarks>By the least times: whatever else the machine did can only have added to them.</remarks>
static class Comparison
{
    /// <summary>Metrics of time, of which the smaller one is better.</summary>
    static readonly string[] Times = ["us/step", "ms"];

    /// <summary>All rows of LiquidNet, each with the best of others where there is one.</summary>
    public static IEnumerable<ComparedRow> Pairs(IReadOnlyCollection<ResultRow> rows) => rows
        .Where(row => Times.Contains(row.Metric))
        .GroupBy(row => (row.Mode, row.Model, row.Config))
        .OrderBy(group => group.Key)
        .Select(group => (Ours: Best(group, isOurs: true), Peer: Best(group, isOurs: false)))
        .Where(pair => pair.Ours is not null)
        .Select(pair => new ComparedRow(pair.Ours!, pair.Peer));

    /// <summary>A table of all rows that both LiquidNet and another system have.</summary>
    public static IEnumerable<string> Table(IReadOnlyCollection<ResultRow> rows)
    {
        var pairs = Pairs(rows).Where(pair => pair.Peer is not null).ToArray();
        if (pairs.Length == 0)
            yield break;
        yield return "# | mode | model | config | LiquidNet | threads | best peer | system | threads | times faster |";
        yield return "# |---|---|---|---|---|---|---|---|---|";
        foreach (var (ours, peer) in pairs)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"# | {ours.Mode} | {ours.Model} | {ours.Config} | {ours.Min:G3} {ours.Metric} | {ours.Threads} | " +
                $"{peer!.Min:G3} {peer.Metric} | {peer.System} | {peer.Threads} | {peer.Min / ours.Min:G3} |");
        }
    }

    static ResultRow? Best(IEnumerable<ResultRow> rows, bool isOurs) =>
        rows.Where(row => (row.System == LiquidContender.SystemName) == isOurs).MinBy(row => row.Min);
}

/// <summary>A row of LiquidNet, and the best of others in the same task.</summary>
sealed record ComparedRow(ResultRow Ours, ResultRow? Peer)
{
    /// <summary>What was done.</summary>
    public string Mode => Ours.Mode;

    /// <summary>With which model.</summary>
    public string Model => Ours.Model;

    /// <summary>The size of the task, whose name may end with the number of steps that were run.</summary>
    public BenchmarkShape Shape => BenchmarkShape.Of(Ours.Config.Split('t')[0]).For(Model, Mode);
}
