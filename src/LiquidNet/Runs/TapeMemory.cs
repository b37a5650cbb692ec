namespace LiquidNet.Runs;

/// <summary>How much a <see cref="Tape"/> remembers of a run over time.</summary>
enum TapeMemory
{
    /// <summary>Only the last state, in both directions all states: for inference.</summary>
    Nothing,

    /// <summary>All states; values are computed again while going back.</summary>
    States,

    /// <summary>All states and all values.</summary>
    Everything,
}
