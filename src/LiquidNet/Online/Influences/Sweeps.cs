using System.Collections;

namespace LiquidNet.Online.Influences;

/// <summary>Shares out the rows of a state among sweeps back through a step: rows that have nothing in common go back together.</summary>
/// <remarks>A cell whose units do not see each other needs one sweep. Curtis, Powell and Reid, "On the estimation of sparse Jacobian
/// matrices", IMA Journal of Applied Mathematics 1974.</remarks>
static class Sweeps
{
    /// <summary>For each sweep its rows.</summary>
    /// <param name="dependencies">For each row, the elements that it depends on.</param>
    public static int[][] Of(BitArray[] dependencies)
    {
        var sweeps = new List<(List<int> Rows, BitArray Elements)>();
        for (var row = 0; row < dependencies.Length; row++)
        {
            var elements = dependencies[row];
            var sweep = sweeps.FindIndex(other => !new BitArray(other.Elements).And(elements).HasAnySet());
            if (sweep < 0)
            {
                sweeps.Add(([row], new BitArray(elements)));
                continue;
            }

            sweeps[sweep].Rows.Add(row);
            sweeps[sweep].Elements.Or(elements);
        }

        return [.. sweeps.Select(sweep => sweep.Rows.ToArray())];
    }
}
