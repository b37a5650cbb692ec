using System.Collections;
using LiquidNet.Kernels;

namespace LiquidNet.Online.Influences;

/// <summary>Which units depend on which, over a time step and over what follows one of its parts.</summary>
/// <param name="stateSize">How many units there are.</param>
/// <param name="step">For each unit, what it depends on over a time step.</param>
/// <param name="after">For each unit, what it depends on over all unfolds of a step but one; null where a step is a single part.</param>
sealed class UnitDependencies(int stateSize, BitArray[] step, BitArray[]? after)
{
    /// <summary>The sums that carry rows of units over a step, by derivatives as a <see cref="StateJacobian"/> holds them.</summary>
    public IEnumerable<RowTerm> TermsOverStep(int[] units) => Terms(units, units, (unit, source) => step[unit][source]);

    /// <summary>The sums that carry rows of some units from the end of a part to that of the step.</summary>
    public IEnumerable<RowTerm> TermsAfterPart(int[] units, int[] sources) =>
        Terms(units, sources, (unit, source) => unit == source || after?[unit][source] == true);

    IEnumerable<RowTerm> Terms(int[] units, int[] sources, Func<int, int, bool> depends) =>
        from row in Enumerable.Range(0, units.Length)
        from source in Enumerable.Range(0, sources.Length)
        where depends(units[row], sources[source])
        select new RowTerm(row, source, StateJacobian.IndexOf(stateSize, units[row], sources[source]));
}
