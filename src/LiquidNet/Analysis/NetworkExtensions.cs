using LiquidNet.Analysis.Listings;

namespace LiquidNet.Analysis;

/// <summary>Networks as text: a table of their parts, and their equations.</summary>
public static class NetworkExtensions
{
    extension(LiquidNetwork network)
    {
        /// <summary>A table of the network: parts, shapes, parameters, bytes, synapses, and what is trained.</summary>
        /// <remarks>
        /// <para>The readout and every cell have a line with their sizes (input -> state -> output) and totals; below it, indented, are
        /// their parameters and the cells that they are made of. A parameter that is used by several parts is counted once and marked
        /// <c>shared</c> wherever it appears again.</para>
        /// <para>Bytes are those of the parameters in memory. Synapses are counted for cells that have individual ones, LTC and wired
        /// cells. The text is the same in every culture and at most 100 characters wide.</para>
        /// </remarks>
        public string Summary()
        {
            ArgumentNullException.ThrowIfNull(network);
            return SummaryTable.Of(network);
        }

        /// <summary>The equations of the network as written: that of one unfold of the state, and that of the prediction.</summary>
        /// <remarks>For the format see <see cref="CellExtensions"/>.</remarks>
        public string Equation() => network.Report().AsWritten();

        /// <summary>The equations of the network as compiled: one operator per line, including fused ones.</summary>
        /// <remarks>For the format see <see cref="CellExtensions"/>.</remarks>
        public string CompiledEquation() => network.Report().AsCompiled();

        EquationReport Report()
        {
            ArgumentNullException.ThrowIfNull(network);
            var parameters = network.Parameters;
            return new(
                $"{network}", network.Cell, network.Model.Predictions, "prediction",
                parameter => parameters.NameOf(parameters.IndexOf(parameter)));
        }
    }
}
