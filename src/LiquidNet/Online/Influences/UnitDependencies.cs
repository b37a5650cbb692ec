using System.Collections;
using LiquidNet.Kernels;

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

    /// <summary>The sums that move rows of units, by the derivatives that a <see cref="StateJacobian"/> holds.</summary>
    /// <param name="rows">The units whose rows are added to.</param>
    /// <param name="sources">Those whose rows are added.</param>
    /// <param name="depends">Which of them are.</param>
    public RowTerm[] Terms(int[] rows, int[] sources, Func<int, int, bool> depends) =>
    [
        .. from row in Enumerable.Range(0, rows.Length)
           from source in Enumerable.Range(0, sources.Length)
           where depends(rows[row], sources[source])
           select new RowTerm(row, source, StateJacobian.IndexOf(stateSize, rows[row], sources[source])),
    ];
}
