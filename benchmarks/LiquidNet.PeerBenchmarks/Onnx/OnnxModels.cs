using Google.Protobuf;
using LiquidNet.Cells;
using LiquidNet.Onnx;
using Onnx;

namespace LiquidNet.PeerBenchmarks.Onnx;

/// <summary>The exported models of a cell, for timespans of one, which is as little work as they can be.</summary>
static class OnnxModels
{
    const string Prediction = "prediction";

    static readonly OnnxOptions Regular = new() { Timespan = 1 };

    /// <summary>A model of one step.</summary>
    /// <remarks>Where the output of the cell is its whole state, it gives the state alone: a copy of it would take time. So an LTC's
    /// output map, at first the identity, is left out.</remarks>
    public static byte[] Step(LiquidCell cell)
    {
        using var stream = new MemoryStream();
        OnnxExporter.WriteStep(NetworkOf(cell), stream, Regular);
        var bytes = stream.ToArray();
        return cell.OutputSize == cell.StateSize ? WithoutPrediction(bytes) : bytes;
    }

    /// <summary>A model of a sequence.</summary>
    public static byte[] Sequence(LiquidCell cell)
    {
        using var stream = new MemoryStream();
        OnnxExporter.WriteSequence(NetworkOf(cell), stream, Regular);
        return stream.ToArray();
    }

    static LiquidNetwork NetworkOf(LiquidCell cell) => new(cell, new IdentityReadout(cell.OutputSize));

    static byte[] WithoutPrediction(byte[] bytes)
    {
        var model = ModelProto.Parser.ParseFrom(bytes);
        var graph = model.Graph;
        graph.Output.Remove(graph.Output.Single(output => output.Name == Prediction));
        for (var index = graph.Node.Count - 1; index >= 0; index--)
        {
            if (!graph.Node[index].Output.Any(IsRead))
                graph.Node.RemoveAt(index);
        }

        return model.ToByteArray();

        bool IsRead(string value) =>
            graph.Output.Any(output => output.Name == value) || graph.Node.Any(node => node.Input.Contains(value));
    }
}
