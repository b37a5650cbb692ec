namespace LiquidNet.Runs;

/// <summary>How many slots there are of each kind of memory; where there is one, all steps share it.</summary>
/// <param name="Inputs">Inputs of time steps.</param>
/// <param name="Samples">What is computed once per time step.</param>
/// <param name="Unfolds">What is computed at every unfold.</param>
/// <param name="States">States; at least two, which are used in turn.</param>
/// <param name="Outputs">What is computed to read a state out.</param>
readonly record struct StepMemory(int Inputs, int Samples, int Unfolds, long States, int Outputs)
{
    /// <summary>So many states that each next one takes the place of the last but one.</summary>
    public const int Alternating = 2;

    /// <summary>Memory of the last state only.</summary>
    public static StepMemory OfOneStep => new(Inputs: 1, Samples: 1, Unfolds: 1, Alternating, Outputs: 1);
}
