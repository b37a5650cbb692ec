using Onnx;

namespace LiquidNet.Onnx.Graphs;

/// <summary>The type of an input or output: elements, and a size for each axis, where a name stands for any size.</summary>
static class Shape
{
    public const string Time = "time", Batch = "batch";

    /// <summary>A tensor [batch x rows], or [time x batch x rows].</summary>
    public static TypeProto Of(int rows, bool isTimed, TensorProto.Types.DataType elements = TensorProto.Types.DataType.Float)
    {
        var shape = new TensorShapeProto();
        if (isTimed)
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = Time });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = Batch });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = rows });
        return new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)elements, Shape = shape } };
    }
}
