namespace LiquidNet.Runs;

/// <summary>Where a time step finds its memory.</summary>
/// <param name="Step">Which of the steps it is whose timespans and inputs are known.</param>
/// <param name="Sample">The slot of what is computed once per time step.</param>
/// <param name="Unfold">The slot of what is computed in its first unfold; the others follow.</param>
/// <param name="State">The slot of the state before; the states after its unfolds follow.</param>
readonly record struct StepSlots(int Step, int Sample, int Unfold, int State);
