using LiquidNet.Analysis.Listings;
using LiquidNet.Cells;

namespace LiquidNet.Analysis;

/// <summary>The equations of cells as text, with the shape of every part.</summary>
public static class CellExtensions
{
    extension(LiquidCell cell)
    {
        /// <summary>The equations of the cell as written: that of one unfold of the state, and that of the output.</summary>
        /// <remarks>
        /// <para>First the inputs of the equations with their shapes: input, state, timespan of an unfold, and parameters, where
        /// <c>&gt; 0</c> marks those that equations see through softplus. Then one line per part, such as
        /// <c>v1 [19] = Tanh(W_in input)</c>, which is 19 numbers per sample. A part has a line of its own if it is used more than once or
        /// a line would become too long.</para>
        /// </remarks>
        /// <exception cref="InvalidOperationException">The equation does not have the sizes that the cell declares.</exception>
        public string Equation() => cell.Report().AsWritten();

        /// <summary>The equations of the cell as compiled: one operator per line, including fused ones.</summary>
        /// <remarks>
        /// <para>Operators are listed in the order in which they run, grouped by how often they run: once for given parameters, once per
        /// time step, and in every unfold. <c>v1[0..19]</c> stands for some rows of a result, which costs nothing.</para>
        /// </remarks>
        /// <exception cref="InvalidOperationException">The equation does not have the sizes that the cell declares.</exception>
        public string CompiledEquation() => cell.Report().AsCompiled();

        EquationReport Report()
        {
            ArgumentNullException.ThrowIfNull(cell);
            return new($"{cell}", cell, cell.OutputCircuit, "output", cell.NameWithin);
        }
    }
}
