using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Analysis.Traces;

/// <summary>Computes, for an input and a state of a cell side by side, the rates with which each number of the state moves.</summary>
/// <remarks>
/// <para>Output, each [StateSize]: capacitance, decay, conductance of the synapses, current that they would drive at zero potential.</para>
/// <para>No time passes meanwhile. So within a stack of differential equations, each level reads the state of the level below as it is.
/// Cells that do not keep their state then have no rates here.</para>
/// </remarks>
sealed class RatesCell : LiquidCell
{
    const int Quantities = 4;

    readonly LiquidCell cell;

    public RatesCell(LiquidCell cell)
        : base(cell.InputSize + cell.StateSize, Quantities * cell.StateSize, Quantities * cell.StateSize)
    {
        this.cell = cell;
        var found = RatesOf(Placeholder.Input(InputSize), Placeholder.Timespan());
        HasRates = new bool[cell.StateSize];
        HasSynapses = new bool[cell.StateSize];
        foreach (var (start, state, rates) in found)
        {
            HasRates.AsSpan(start, state.Rows).Fill(true);
            HasSynapses.AsSpan(start, state.Rows).Fill(StateRates.SynapticSumsOf(rates.Decay).Any());
        }
    }

    /// <summary>Which numbers of the state follow a differential equation.</summary>
    public bool[] HasRates { get; }

    /// <summary>Which numbers of the state are neurons with conductance-based synapses.</summary>
    public bool[] HasSynapses { get; }

    protected internal override IEnumerable<(string Name, LiquidCell Cell)> Parts => [("cell", cell)];

    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var found = RatesOf(input, timespan);
        var nothing = 0f * Slice(input, cell.InputSize, cell.StateSize);
        return Concatenate(
            Rows(rates => rates.Capacitance ?? Constant(1)),
            Rows(rates => rates.Decay),
            Rows(rates => SynapsesOf(rates.Decay)),
            Rows(rates => SynapsesOf(rates.Drive)));

        Signal Rows(Func<Rates, Signal> quantity)
        {
            var parts = new List<Signal>();
            var row = 0;
            foreach (var (start, part, rates) in found)
            {
                if (start > row)
                    parts.Add(Slice(nothing, row, start - row));
                parts.Add(Slice(nothing, start, part.Rows) + quantity(rates));
                row = start + part.Rows;
            }

            if (row < cell.StateSize)
                parts.Add(Slice(nothing, row, cell.StateSize - row));
            return Concatenate([.. parts]);
        }
    }

    IReadOnlyList<StateRates> RatesOf(Signal input, Signal timespan)
    {
        if (!cell.KeepsStateAtZeroTimespan)
            return [];
        var state = Slice(input, cell.InputSize, cell.StateSize);
        return StateRates.In(cell.Next(Slice(input, 0, cell.InputSize), state, timespan), state, timespan);
    }

    static Signal SynapsesOf(Signal total) =>
        StateRates.SynapticSumsOf(total).Aggregate((Signal)Constant(0), (sum, synapses) => sum + synapses);
}
