using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Wirings;

namespace LiquidNet.Storage.Models;

/// <summary>A cell of a file: it is its equation, whatever class wrote it.</summary>
sealed class LoadedCell(int inputSize, int stateSize, int outputSize) : LiquidCell(inputSize, stateSize, outputSize)
{
    public override string Name => StoredName;

    public override Wiring? Wiring => StoredWiring;

    public override UnfoldPolicy Unfolds { get; init; } = UnfoldPolicy.Once;

    /// <summary>The name of the saved cell.</summary>
    public required string StoredName { get; init; }

    /// <summary>The cell in words.</summary>
    public required string StoredText { get; init; }

    /// <summary>Who connects to whom, if it was made after a wiring.</summary>
    public required Wiring? StoredWiring { get; init; }

    /// <summary>The cells that it was made of.</summary>
    public required IReadOnlyList<CellDescription> Descriptions { get; init; }

    /// <summary>The equation of one unfold, from input, state and timespan.</summary>
    public required LoadedEquation NextEquation { get; init; }

    /// <summary>The equation of the output, from the state.</summary>
    public required LoadedEquation OutputEquation { get; init; }

    /// <summary>Whether an unfold of length zero keeps the state.</summary>
    public required bool KeepsState { get; init; }

    /// <summary>Whether an explicit solver moves the state.</summary>
    public required bool WasExplicit { get; init; }

    /// <summary>The longest stable steps.</summary>
    public required Signal? StableSteps { get; init; }

    /// <summary>In both directions, the features of a sequence and the numbers of the state that come from its beginning.</summary>
    public required (int Features, int ForwardStateSize)? Directions { get; init; }

    protected internal override bool KeepsStateAtZeroTimespan => KeepsState;

    protected internal override Signal? MaxStableStep => StableSteps;

    internal override bool IsExplicit => WasExplicit;

    internal override int Features => Directions?.Features ?? InputSize;

    internal override int? ForwardStateSize => Directions?.ForwardStateSize;

    public override Signal Next(Signal input, Signal state, Signal timespan) => NextEquation.Of(input, state, timespan);

    public override Signal Output(Signal state) => OutputEquation.Of(state);

    public override string ToString() => StoredText;
}
