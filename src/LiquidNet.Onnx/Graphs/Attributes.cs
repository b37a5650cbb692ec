using Onnx;
using Kind = Onnx.AttributeProto.Types.AttributeType;

namespace LiquidNet.Onnx.Graphs;

/// <summary>The attributes of nodes.</summary>
static class Attributes
{
    public static AttributeProto Of(string name, long value) => new() { Name = name, Type = Kind.Int, I = value };

    public static AttributeProto Of(string name, float value) => new() { Name = name, Type = Kind.Float, F = value };

    public static AttributeProto Of(string name, GraphProto value) => new() { Name = name, Type = Kind.Graph, G = value };

    public static AttributeProto Of(string name, params ReadOnlySpan<long> values) =>
        new() { Name = name, Type = Kind.Ints, Ints = { values.ToArray() } };

    /// <summary>The axis of features, which is the last of every tensor.</summary>
    public static AttributeProto FeatureAxis { get; } = Of("axis", -1);

    /// <summary>The same for nodes that may take several.</summary>
    public static AttributeProto FeatureAxes { get; } = Of("axes", values: [-1]);
}
