using LiquidNet.Onnx.Graphs;

namespace LiquidNet.Onnx.Equations;

/// <summary>Where nodes are written, and how values lie there.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="IsTimed">Whether a value has an axis of time: [time x batch x rows] rather than [batch x rows].</param>
/// <param name="Sample">A value of which all others have the axes, except for the last.</param>
sealed record Place(Graph Graph, bool IsTimed, string Sample)
{
    /// <summary>A value added to a sum, which may have nothing in it yet.</summary>
    public string Add(string? sum, string value) => sum is null ? value : Graph.Apply("Add", sum, value);

    /// <summary>A product with a matrix [inputs x outputs] added to a sum, which may have nothing in it yet.</summary>
    public string AddProduct(string? sum, string x, string matrix)
    {
        if (IsTimed)
            return Add(sum, Graph.Apply("MatMul", x, matrix));
        return sum is null ? Graph.Apply("Gemm", x, matrix) : Graph.Apply("Gemm", x, matrix, sum);
    }

    /// <summary>Constants [rows] for every sample.</summary>
    public string Repeat(string constants, int rows)
    {
        var axes = Graph.Apply("Shape", [Sample], Attributes.Of("end", -1));
        return Graph.Apply("Expand", constants, Graph.Apply("Concat", [axes, Graph.Indices("rows", [rows])], Attributes.Of("axis", 0)));
    }
}
