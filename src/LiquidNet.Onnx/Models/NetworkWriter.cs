using LiquidNet.Equations;
using LiquidNet.Onnx.Equations;
using LiquidNet.Onnx.Graphs;
using LiquidNet.Runs;

namespace LiquidNet.Onnx.Models;

/// <summary>Writes the equations of a network into the graphs of a model.</summary>
sealed class NetworkWriter
{
    readonly ExportedNetwork network;
    readonly Graph graph;
    readonly ConstantValues constants;
    readonly SynapseTables tables;

    /// <param name="network">The network.</param>
    /// <param name="graph">The graph of the model.</param>
    public NetworkWriter(ExportedNetwork network, Graph graph)
    {
        this.network = network;
        this.graph = graph;
        constants = new ConstantValues(network.Parameters);
        tables = new SynapseTables(constants);
    }

    CompiledModel Model => network.Model;

    /// <summary>How long the unfolds of a time step take.</summary>
    /// <param name="timespan">The timespan [... x 1], or null where the options state it.</param>
    public UnfoldLength[] LengthsOf(string? timespan) => timespan is null
        ? UnfoldLength.Of(Model.Unfolds, network.Options.Timespan!.Value)
        : UnfoldLength.Of(Model.Unfolds, graph, timespan);

    /// <summary>Writes the unfolds of a time step.</summary>
    /// <param name="places">Where nodes are written.</param>
    /// <param name="lengths">How long the unfolds take.</param>
    /// <param name="input">The input [... x InputSize].</param>
    /// <param name="state">The state before the step [batch x StateSize].</param>
    /// <returns>The state after the step [batch x StateSize].</returns>
    public string WriteNext(Places places, UnfoldLength[] lengths, string input, string state)
    {
        // The lengths of unfolds are either all known, and the same, or all come in.
        var equation = PreparedEquation.Of(Model.Step.Equation, Tempo.Unfold, lengths[0].Known);
        graph.Section = "cell";
        foreach (var (unfold, (_, timespan)) in lengths.Index())
        {
            places.Unfold.Graph.Section = lengths.Length == 1 ? "cell" : $"cell/unfold_{unfold + 1}";
            var received = new Dictionary<Region, string> { [Region.Input] = input, [Region.State] = state };
            if (timespan is not null)
                received[Region.Timespan] = timespan;
            state = new EquationWriter(places, constants, tables, received).Write(equation, places.Unfold);
        }

        return state;
    }

    /// <summary>Writes the readout.</summary>
    /// <param name="place">Where nodes are written.</param>
    /// <param name="state">The state [... x StateSize].</param>
    /// <returns>The prediction [... x OutputSize].</returns>
    public string WritePrediction(Place place, string state)
    {
        graph.Section = "readout";
        var equation = PreparedEquation.Of(Model.Predictions.Equation, Tempo.Sample, timespan: null);
        var received = new Dictionary<Region, string> { [Region.State] = state };
        return new EquationWriter(new Places(place, splitsProducts: false), constants, tables, received).Write(equation, place);
    }
}
