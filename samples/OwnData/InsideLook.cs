using LiquidNet.Analysis;
using LiquidNet.Cells;
using LiquidNet.Data;

namespace LiquidNet.Samples;

/// <summary>A look into the LTC: how its neurons are wired, and what they do over a stretch of the data.</summary>
static class InsideLook
{
    const int MostRows = 120;

    /// <summary>Adds pictures and words to a page.</summary>
    public static void AddTo(HtmlText page, TableTask task, CandidateResult shown, CandidateResult chosen)
    {
        var cell = (LtcCell)shown.Best.Cell;
        page.Heading("Inside the LTC");
        if (shown != chosen)
        {
            page.Paragraph($"{chosen.Candidate.Name} is chosen; the LTC is looked into all the same, because of these models it alone has "
                + "synapses that can be drawn and time constants that move with the input. It may have learned less than the one chosen.");
        }

        var names = task.HasGaps ? SeenInputs.Names(task.Table.FeatureNames) : task.Table.FeatureNames;
        var (svg, hasNames) = WiringPicture.Named(cell.Wiring.ToSvg(), names);
        page.Paragraph("How its neurons are wired: blue synapses excite, orange ones inhibit."
            + (task.HasGaps
                ? " Readings are missing, so it sees of each column the value last read, whether that was in this row, and how old it is."
                : "")
            + (hasNames ? "" : $" Its inputs are, from 0: {string.Join(", ", names)}."));
        page.Picture(svg, "The wiring of the LTC");

        var stretch = Stretch(task.Table);
        page.Paragraph($"Its neurons over the first {stretch.Length} rows{Span(task, stretch.Length)}, numbered as above: state, time "
            + $"constant and synaptic current{Unit(task)}. Time constants that move with the input are what makes it liquid.");
        page.Picture(TraceOf(task, cell, stretch).ToSvg(), "State, time constant and synaptic current of each neuron over time");
    }

    /// <summary>The cell is followed without what holds missing readings or last values, so that all rows are neurons.</summary>
    static Trace TraceOf(TableTask task, LtcCell cell, Sequence stretch)
    {
        var (network, scale) = (LiquidNetwork.Regressor(cell, outputs: 1), Standardization.Fit(task.Training));
        return task.HasGaps ? Trace.Of(network, SeenInputs.Of(stretch, scale)) : Trace.Of(network.Standardized(scale), stretch);
    }

    static Sequence Stretch(SequenceTable table)
    {
        var first = table.ToSequence(0);
        var rows = Math.Min(first.Length, MostRows);
        return new(first.Values.SubMatrix(0, rows, 0, first.Features)) { Timespans = first.Timespans?.Take(rows).ToArray() };
    }

    static string Span(TableTask task, int rows)
    {
        if (!task.HasTimes)
            return "";
        var (times, id) = (task.Table.TimesOf(0), task.Table.Ids[0]);
        return $"{(id.Length > 0 ? $" of {id}" : "")}, {task.Times.ForPeople(times[0])} to {task.Times.ForPeople(times[rows - 1])}";
    }

    static string Unit(TableTask task) => task.UnitName is { } unit ? $"; time is in {unit}" : "";
}
