using LiquidNet.Onnx.Equations;
using LiquidNet.Onnx.Graphs;
using Onnx;

namespace LiquidNet.Onnx.Models;

/// <summary>The model of whole sequences, time first.</summary>
static class SequenceModel
{
    public static ModelProto Of(ExportedNetwork network)
    {
        var model = network.Model;
        var graph = new Graph("sequence");
        var inputs = graph.Input("inputs", Shape.Of(network.InputSize, isTimed: true), "The readings.");
        var timespans = network.Options.Timespan is null
            ? graph.Input("timespans", Shape.Of(1, isTimed: true), "The time before each reading, in the unit of the time constants.")
            : null;
        var stateType = Shape.Of(model.StateSize, isTimed: false);
        var initialState = graph.Input("initial_state", stateType, "The state before the first step, zero where nothing else is known.");
        var mask = network.Options.HasMask
            ? graph.Input(
                "mask", Shape.Of(1, isTimed: true, TensorProto.Types.DataType.Bool), "True at the steps of a sequence, false where padded.")
            : null;

        var writer = new NetworkWriter(network, graph);
        var lengths = writer.LengthsOf(timespans);
        var place = new Place(graph, IsTimed: true, inputs);
        var both = model.ForwardStateSize is { } forwardSize ? new BothDirections(place, mask, forwardSize, model.StateSize) : null;
        var seen = both?.Inputs(inputs, timespans, network.Options.Timespan) ?? inputs;

        var scan = new ScanBody(graph, model.StateSize);
        var next = writer.WriteNext(new Places(place, scan), lengths, seen, scan.State);
        if (mask is not null)
            next = scan.Graph.Apply("Where", scan.Import(mask, 1, TensorProto.Types.DataType.Bool), next, scan.State);
        if (scan.HasNoInput)
            scan.Import(inputs, network.InputSize);
        graph.Section = "time";
        var (last, all) = scan.Run(initialState, next);

        var prediction = writer.WritePrediction(place, both?.Aligned(all) ?? all);
        graph.Output("predictions", prediction, Shape.Of(model.OutputSize, isTimed: true), network.PredictionMeaning);
        graph.Output("last_state", last, stateType, "The state after the last step.");
        return network.Wrap(graph.ToProto());
    }
}
