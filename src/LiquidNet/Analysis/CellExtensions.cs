using LiquidNet.Analysis.Listings;
using LiquidNet.Cells;

namespace LiquidNet.Analysis;

/// <summary>The equations of cells as text, with the shape of every part.</summary>
public static class CellExtensions
{
    extension(LiquidCell cell)
    {
        /// <summary>The cell's equations as they are written: that of one unfold of the state, and that of the output.</summary>
        /// <remarks>
        /// <para>First what the equations are given, with shapes: input, state, timespan of an unfold, and parameters; <c>&gt; 0</c> marks
        /// those of which equations see softplus. Then a line per part, such as <c>v1 [19] = Tanh(W_in input)</c>: 19 numbers per sample,
        /// named where they are read more than once or the line would be too long.</para>
        /// </remarks>
        /// <exception cref="InvalidOperationException">The equation does not fit the sizes that the cell declares.</exception>
        public string Equation() => cell.Report().AsWritten();

        /// <summary>The cell's equations as the compiler computes them: an operator a line, with what it fused.</summary>
        /// <remarks>
        /// <para>Operators stand in the order in which they run, by how often they run: once for given parameters, once per time step, and
        /// at every unfold. <c>v1[0..19]</c> is a part of the rows of a result, which costs nothing.</para>
        /// </remarks>
        /// <exception cref="InvalidOperationException">The equation does not fit the sizes that the cell declares.</exception>
        public string CompiledEquation() => cell.Report().AsCompiled();

        EquationReport Report()
        {
            ArgumentNullException.ThrowIfNull(cell);
            return new($"{cell}", cell, cell.OutputCircuit, "output", cell.NameWithin);
        }
    }
}
