using LiquidNet.Kernels;
using LiquidNet.Kernels.Lanes;
using LiquidNet.Kernels.Products;

namespace LiquidNet.Equations.Operators;

/// <summary>The part of a weight matrix that multiplies one signal, and its products for a number of lanes.</summary>
/// <param name="storage">The matrix, an output's inputs side by side.</param>
/// <param name="offset">The first input of the part.</param>
/// <param name="stride">Inputs of the whole matrix.</param>
/// <param name="inputs">Inputs of the part.</param>
/// <param name="outputs">Outputs.</param>
/// <param name="lanes">Samples side by side.</param>
sealed class WeightBlock(float[] storage, int offset, int stride, int inputs, int outputs, int lanes)
{
    readonly AlignedMemory? packed = lanes > 1 ? null : new AlignedMemory(MatrixProducts.PackedLength(inputs, outputs));

    /// <summary>Weights of the block.</summary>
    public int Length => inputs * outputs;

    ReadOnlySpan<float> Weights => storage.AsSpan(offset);

    /// <summary>The part of a parameter that multiplies a signal, as a frame sees the parameter.</summary>
    public static WeightBlock Of(Signal weights, int offset, Signal source, Frame frame)
    {
        var matrix = ((ParameterLeaf)weights).Parameter;
        return new WeightBlock(frame.Weights[weights.Placement.Index], offset, matrix.Rows, source.Rows, matrix.Columns, frame.Lanes);
    }

    /// <summary>A block of the same size whose weights are its own.</summary>
    public WeightBlock CreateSimilar() => new(new float[inputs * outputs], 0, inputs, inputs, outputs, lanes);

    /// <summary>To be called when the weights have changed.</summary>
    public void Prepare()
    {
        if (packed is not null)
            MatrixProducts.Pack(Weights, stride, inputs, outputs, packed.All);
    }

    /// <summary><c>y += W x</c>.</summary>
    public void AddProduct(ReadOnlySpan<float> x, Span<float> y)
    {
        if (packed is not null)
            MatrixProducts.AddPackedProduct(packed.All, x, inputs, outputs, y);
        else
            MatrixProducts.AddProduct(Weights, stride, x, inputs, outputs, lanes, y);
    }

    /// <summary><c>y = start + W x</c>.</summary>
    public void WriteProduct(ReadOnlySpan<float> start, Broadcast startForm, ReadOnlySpan<float> x, Span<float> y)
    {
        if (packed is not null)
        {
            start[..outputs].CopyTo(y);
            MatrixProducts.AddPackedProduct(packed.All, x, inputs, outputs, y);
        }
        else
        {
            MatrixProducts.WriteProduct(start, startForm, Weights, stride, x, inputs, outputs, lanes, y);
        }
    }

    /// <summary><c>dx += W^T dy</c>.</summary>
    public void AddTransposedProduct(ReadOnlySpan<float> dy, Span<float> dx) =>
        MatrixProducts.AddTransposedProduct(Weights, stride, dy, inputs, outputs, lanes, dx);

    /// <summary>Takes the weights <c>start + time slope</c>.</summary>
    public void WriteLine(WeightBlock start, WeightBlock slope, float time)
    {
        for (var output = 0; output < outputs; output++)
        {
            start.RowOf(output).CopyTo(RowOf(output));
            Broadcasts.AddScaled(slope.RowOf(output), time, 1, inputs, perSample: false, RowOf(output));
        }
    }

    /// <summary>Adds the weight gradients of a run of slots to a matrix that is laid out as the block's own.</summary>
    public void AddGradient(ReadOnlySpan<float> x, int xStride, ReadOnlySpan<float> dy, int dyStride, int slots, float[] gradient) =>
        MatrixProducts.AddWeightGradient(x, xStride, dy, dyStride, slots, inputs, outputs, lanes, stride, gradient.AsSpan(offset));

    /// <summary>Adds <c>factor</c> times a matrix of the block's size to a matrix that is laid out as the block's own.</summary>
    public void AddScaled(ReadOnlySpan<float> block, float factor, float[] matrix)
    {
        for (var output = 0; output < outputs; output++)
            Broadcasts.AddScaled(block.Slice(output * inputs, inputs), factor, 1, inputs, perSample: false, RowOf(matrix, output));
    }

    Span<float> RowOf(int output) => RowOf(storage, output);

    Span<float> RowOf(float[] matrix, int output) => matrix.AsSpan(offset + output * stride, inputs);
}
