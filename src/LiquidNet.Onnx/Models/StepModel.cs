using LiquidNet.Onnx.Equations;
using LiquidNet.Onnx.Graphs;
using Onnx;

namespace LiquidNet.Onnx.Models;

/// <summary>The model of one time step.</summary>
static class StepModel
{
    /// <exception cref="ArgumentException">The network reads in both directions.</exception>
    public static ModelProto Of(ExportedNetwork network)
    {
        if (network.Model.IsBidirectional)
        {
            throw new ArgumentException(
                $"'{network.CellName}' reads each sequence from its end too, and a step knows none: export a model of sequences.",
                nameof(network));
        }

        var graph = new Graph("step");
        var input = graph.Input("input", Shape.Of(network.InputSize, isTimed: false), "The reading.");
        var timespan = network.Options.Timespan is null
            ? graph.Input("timespan", Shape.Of(1, isTimed: false), "The time since the last reading, in the unit of the time constants.")
            : null;
        var stateType = Shape.Of(network.Model.StateSize, isTimed: false);
        var state = graph.Input("state", stateType, "The state after the last step, zero at first.");

        var writer = new NetworkWriter(network, graph);
        var lengths = writer.LengthsOf(timespan);
        var place = new Place(graph, IsTimed: false, state);
        var next = writer.WriteNext(new Places(place, splitsProducts: lengths.Length > 1), lengths, input, state);
        var prediction = writer.WritePrediction(place, next);
        graph.Output("prediction", prediction, Shape.Of(network.Model.OutputSize, isTimed: false), network.PredictionMeaning);
        graph.Output("next_state", next, stateType, "The state after this step.");
        return network.Wrap(graph.ToProto());
    }
}
