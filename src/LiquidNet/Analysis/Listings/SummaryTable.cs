using System.Globalization;
using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Analysis.Listings;

/// <summary>A network part by part: shapes, parameters, bytes, synapses.</summary>
sealed class SummaryTable
{
    const int WidestPart = 32;

    static readonly string[] Heading = ["part", "shape", "parameters", "bytes", "synapses", "trainable"];

    readonly HashSet<Parameter> counted = [];
    readonly List<string[]> rows = [];

    SummaryTable(LiquidNetwork network)
    {
        AddCell(network.Cell, "", depth: 0);
        var readout = network.Readout;
        AddPart($"{readout}", $"{readout.InputSize} -> {readout.OutputSize}", readout.Parameters, synapses: null, depth: 0);
        foreach (var parameter in readout.Parameters)
            AddParameter(parameter, depth: 1);
        var total = Counts(network.Parameters);
        rows.Add(["total", "", total.Values, total.Bytes, Number(SynapsesIn(network.Cell)), total.Trained]);
    }

    public static string Of(LiquidNetwork network) => new SummaryTable(network).Text();

    void AddCell(LiquidCell cell, string name, int depth)
    {
        var label = name.Length == 0 ? cell.Name : $"{name}: {cell.Name}";
        var shape = $"{cell.InputSize} -> {cell.StateSize} -> {cell.OutputSize}";
        if (cell.Parameters.Count > 0 && cell.Parameters.All(counted.Contains))
        {
            rows.Add([Indented(label, depth), shape, "shared", "", Number(SynapsesIn(cell)), Counts(cell.Parameters).Trained]);
            return;
        }

        AddPart(label, shape, cell.Parameters, SynapsesIn(cell), depth);
        var parts = cell.Parts.ToArray();
        foreach (var parameter in cell.Parameters.Except(parts.SelectMany(part => part.Cell.Parameters)))
            AddParameter(parameter, depth + 1);
        foreach (var (part, of) in parts)
            AddCell(of, part, depth + 1);
    }

    void AddPart(string name, string shape, ParameterSet parameters, int? synapses, int depth)
    {
        var counts = Counts(parameters);
        rows.Add([Indented(name, depth), shape, counts.Values, counts.Bytes, Number(synapses), counts.Trained]);
    }

    void AddParameter(Parameter parameter, int depth)
    {
        var shape = parameter.Columns == 1
            ? FormattableString.Invariant($"[{parameter.Rows}]")
            : FormattableString.Invariant($"[{parameter.Rows} x {parameter.Columns}]");
        var counts = Counts([parameter]);
        rows.Add(counted.Add(parameter)
            ? [Indented(parameter.Name, depth), shape, counts.Values, counts.Bytes, "", counts.Trained]
            : [Indented(parameter.Name, depth), shape, "shared", "", "", counts.Trained]);
    }

    static (string Values, string Bytes, string Trained) Counts(IEnumerable<Parameter> of)
    {
        var parameters = of.ToArray();
        var values = parameters.Sum(parameter => (long)parameter.Values.Length);
        var trained = parameters.Count(parameter => parameter.IsTrainable);
        return (
            values.ToString("N0", CultureInfo.InvariantCulture),
            (values * sizeof(float)).ToString("N0", CultureInfo.InvariantCulture),
            parameters.Length == 0 ? "" : trained == parameters.Length ? "yes" : trained == 0 ? "no" : "in part");
    }

    /// <summary>The synapses that the equation sums over, or those of the wiring; null where there are neither.</summary>
    static int? SynapsesIn(LiquidCell cell)
    {
        var sums = EquationOrder.Of(cell.Step.Equation).OfType<SynapticSum>()
            .DistinctBy(sum => (sum.Midpoint, sum.Steepness)).Sum(sum => sum.SourceRows.Items.Length);
        var wired = cell.Parts.Sum(part => SynapsesIn(part.Cell) ?? 0);
        var own = cell is WiredCfcCell { Wiring: var wiring } ? wiring.Synapses.Count + wiring.SensorySynapses.Count : 0;
        return Math.Max(sums, own + wired) is > 0 and var synapses ? synapses : null;
    }

    string Text()
    {
        string[][] table = [Heading, .. rows];
        var widths = Enumerable.Range(0, Heading.Length).Select(column => table.Max(row => row[column].Length)).ToArray();
        var lines = table.Select(row => string.Join("  ", row.Select(Aligned)).TrimEnd()).ToList();
        var rule = new string('-', widths.Sum() + 2 * (widths.Length - 1));
        lines.Insert(1, rule);
        lines.Insert(lines.Count - 1, rule);
        return string.Join(Environment.NewLine, lines);

        string Aligned(string text, int column) => column is 2 or 3 or 4 ? text.PadLeft(widths[column]) : text.PadRight(widths[column]);
    }

    static string Indented(string name, int depth)
    {
        var text = new string(' ', 2 * depth) + name;
        return text.Length <= WidestPart ? text : $"{text[..(WidestPart - 3)]}...";
    }

    static string Number(int? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? "";
}
