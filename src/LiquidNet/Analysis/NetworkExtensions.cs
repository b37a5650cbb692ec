using LiquidNet.Analysis.Listings;

namespace LiquidNet.Analysis;

/// <summary>Networks as text: a table of their parts, and their equations.</summary>
public static class NetworkExtensions
{
    extension(LiquidNetwork network)
    {
        /// <summary>A table of the network: part, shape, parameters, bytes, synapses, and whether training changes it.</summary>
        /// <remarks>
        /// <para>Cells and the readout have a line each, with their sizes (input -> state -> output) and all that they hold; below it,
        /// indented, their parameters and the cells that they are made of. A parameter that stands in several parts is counted once and
        /// marked <c>shared</c> where it appears again.</para>
        /// <para>Bytes are those of the parameters in memory. Synapses are counted where a cell has them one by one: in LTC cells and
        /// wirings. The text is the same in every culture and at most 100 characters wide.</para>
        /// </remarks>
        public string Summary()
        {
            ArgumentNullException.ThrowIfNull(network);
            return SummaryTable.Of(network);
        }

        /// <summary>The network's equations as they are written: that of one unfold of the state, and that of the prediction.</summary>
        /// <remarks>They read as those of a cell do: see <see cref="CellExtensions"/>.</remarks>
        public string Equation() => network.Report().AsWritten();

        /// <summary>The network's equations as the compiler computes them: an operator a line, with what it fused.</summary>
        /// <remarks>They read as those of a cell do: see <see cref="CellExtensions"/>.</remarks>
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
