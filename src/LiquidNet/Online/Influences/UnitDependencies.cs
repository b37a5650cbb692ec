using System.Collections;

namespace LiquidNet.Online.Influences;

/// <summary>Which units depend on which, over a time step and over what follows one of its parts.</summary>
/// <param name="stateSize">How many units there are.</param>
/// <param name="step">For each unit, what it depends on over a time step.</param>
/// <param name="after">For each unit, what it depends on over all unfolds of a step but one; null where a step is a single part.</param>
sealed class UnitDependencies(int stateSize, BitArray[] step, BitArray[]? after)
{
    /// <summary>How many units there are.</summary>
    public int StateSize => stateSize;

    /// <summary>Whether a unit after a time step depends on one before it.</summary>
    public bool OverStep(int unit, int source) => step[unit][source];

    /// <summary>Whether a unit after a time step depends on one after a part of it.</summary>
    public bool AfterPart(int unit, int source) => unit == source || after?[unit][source] == true;
}
