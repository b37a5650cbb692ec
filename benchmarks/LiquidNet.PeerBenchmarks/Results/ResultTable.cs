using System.Globalization;
using LiquidNet.Benchmarks;

namespace LiquidNet.PeerBenchmarks.Results;

/// <summary>What was measured on a processor, as a table for people and one for programs.</summary>
static class ResultTable
{
    const string Header =
        "mode,model,config,batch,steps,inputs,units,unit,liquidnet_min,liquidnet_median,liquidnet_threads,"
        + "peer_min,peer_median,peer_system,peer_threads,ratio,floor_share";

    /// <summary>Writes both, named by the processor, into a folder.</summary>
    public static void Write(IReadOnlyCollection<ResultRow> rows, string folder)
    {
        var pairs = Comparison.Pairs(rows).ToArray();
        var floor = new Floor();
        var shares = Array.ConvertAll(pairs, pair => ShareOf(pair, floor));
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, Processor.FileName);
        File.WriteAllLines(file + ".csv", [Header, .. pairs.Zip(shares, Csv)]);
        File.WriteAllLines(file + ".md", [.. Heading(rows), .. pairs.Zip(shares, Markdown)]);
    }

    static double? ShareOf(ComparedRow pair, Floor floor)
    {
        var seconds = floor.SecondsOf(pair.Model, pair.Shape, pair.Mode, pair.Ours.Threads);
        return seconds == 0 ? null : seconds / (pair.Ours.Min * (pair.Ours.Metric == "ms" ? 1e-3 : 1e-6));
    }

    static IEnumerable<string> Heading(IReadOnlyCollection<ResultRow> rows) =>
    [
        $"# {Processor.Name}",
        "",
        $"{Environment.ProcessorCount} cores; {string.Join("; ", VersionsOf(rows))}.",
        "Least times, each library at the number of threads that serves it best of those measured. Config: batch, time, inputs, units.",
        "Share: of the time, what the arithmetic alone takes at the peak of the processor. Written by `--results`, as",
        "[benchmarks/README.md](../README.md) says.",
        "",
        "| Work | Config | LiquidNet | Best other | Times faster | Share |",
        "|---|---|---|---|---|---|",
    ];

    static IEnumerable<string> VersionsOf(IEnumerable<ResultRow> rows) =>
        rows.Select(row => row.Version).Distinct().Order(StringComparer.Ordinal);

    static string Markdown(ComparedRow pair, double? share)
    {
        var (shape, unit) = (pair.Shape, pair.Ours.Metric == "ms" ? "ms" : "us");
        var sizes = unit == "us" ? $"1, 1, {shape.Inputs}, {shape.Units}" : $"{shape.Batch}, {shape.Steps}, {shape.Inputs}, {shape.Units}";
        var peer = pair.Peer is null ? "" : $"{Number(pair.Peer.Min)} {unit}, {NameOf(pair.Peer)}, {ThreadsOf(pair.Peer)}";
        var ratio = pair.Peer is null ? "" : Number(pair.Peer.Min / pair.Ours.Min);
        var part = share is { } known ? known.ToString("P0", CultureInfo.InvariantCulture) : "";
        return $"| {WorkOf(pair)} | {sizes} | {Number(pair.Ours.Min)} {unit}, {ThreadsOf(pair.Ours)} | {peer} | {ratio} | {part} |";
    }

    static string Csv(ComparedRow pair, double? share)
    {
        var shape = pair.Shape;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{pair.Mode},{pair.Model},{shape.Name},{shape.Batch},{shape.Steps},{shape.Inputs},{shape.Units},{pair.Ours.Metric},"
            + $"{pair.Ours.Min:G6},{pair.Ours.Median:G6},{pair.Ours.Threads},{pair.Peer?.Min:G6},{pair.Peer?.Median:G6},"
            + $"{pair.Peer?.System},{pair.Peer?.Threads},{pair.Peer?.Min / pair.Ours.Min:G4},{share:F3}");
    }

    static string WorkOf(ComparedRow pair) => $"{ModeOf(pair.Mode)}, {ModelOf(pair.Model)}";

    static string ModeOf(string mode) => mode switch
    {
        BenchmarkMode.Stream => "streaming step",
        BenchmarkMode.StreamApi => "streaming step with checks",
        BenchmarkMode.Forward => "sequences forward",
        _ => "training step",
    };

    static string ModelOf(string model) => model switch
    {
        BenchmarkModel.Simple => "the article's layer",
        "cfc" => "CfC",
        "cfc0" => "CfC without backbone",
        "cfc-pure" => "CfC, pure",
        "ltc" => "LTC fully connected",
        "ltc-ncp" => "LTC wired by AutoNCP",
        _ => "wired CfC",
    };

    static string NameOf(ResultRow row) => row.System switch
    {
        "ort" or "ort-scan" or "ort-steps" or "ort-loop" or "ort-unrolled" => "ONNX Runtime",
        "torchsharp" or "torchsharp-jit" => "TorchSharp",
        "ncps-trace" => "ncps traced",
        "torch-script" or "torch-hoisted" => "PyTorch tuned by hand",
        "torch" or "torch-eager" => "PyTorch",
        _ => row.System,
    };

    static string ThreadsOf(ResultRow row) => row.Threads == 1 ? "1 thread" : $"{row.Threads} threads";

    static string Number(double value) => value.ToString(value >= 100 ? "F0" : "G3", CultureInfo.InvariantCulture);
}
