using LiquidNet.Cells;
using LiquidNet.Circuits;
using LiquidNet.Equations;

namespace LiquidNet.Analysis.Listings;

/// <summary>The equations of a cell and of what is read out of it, as they are written and as they are compiled.</summary>
sealed class EquationReport(string title, LiquidCell cell, Circuit readout, string readoutName, Func<Parameter, string> nameOf)
{
    const int Width = 100;
    const string Next = "next state";

    static readonly (Tempo Tempo, string Name)[] Tempos =
        [(Tempo.Constant, "once"), (Tempo.Sample, "per time step"), (Tempo.Unfold, "per unfold")];

    /// <summary>The equations as they are written: that of one unfold, and that of the readout.</summary>
    public string AsWritten()
    {
        var listing = new EquationListing(nameOf);
        var next = listing.LinesOf(Next, cell.Step.Equation);
        var output = listing.LinesOf(readoutName, readout.Equation);
        return Text([.. Beginning(listing), ("per unfold", next), ("per time step", output)]);
    }

    /// <summary>The operators that the compiler made of them.</summary>
    public string AsCompiled()
    {
        var listing = new EquationListing(nameOf);
        var step = Tempos.Select(tempo => (tempo.Name, Lines: Compiled(cell.Step, tempo.Tempo, Next))).ToArray();
        var read = Tempos.Select(tempo => ($"to read out, {tempo.Name}", Lines: Compiled(readout, tempo.Tempo, readoutName))).ToArray();
        return Text([.. Beginning(listing), .. step, .. read]);

        IReadOnlyList<string> Compiled(Circuit circuit, Tempo tempo, string result) =>
            listing.LinesOf(tempo, circuit.Operators, circuit.Root, result);
    }

    static IEnumerable<(string Name, IReadOnlyList<string> Lines)> Beginning(EquationListing listing) =>
        [("given", Wrapped(listing.Given)), ("parameters", Wrapped(listing.Parameters))];

    string Text(IEnumerable<(string Name, IReadOnlyList<string> Lines)> sections) => string.Join(
        Environment.NewLine,
        sections.Where(section => section.Lines.Count > 0)
            .SelectMany(section => section.Lines.Select(line => $"  {line}").Prepend(section.Name))
            .Prepend($"{title}, {cell.Unfolds}"));

    static List<string> Wrapped(IReadOnlyList<string> words)
    {
        var lines = new List<string>();
        foreach (var word in words)
        {
            if (lines.Count > 0 && lines[^1].Length + word.Length + 4 <= Width)
                lines[^1] += $", {word}";
            else
                lines.Add(word);
        }

        return lines;
    }
}
