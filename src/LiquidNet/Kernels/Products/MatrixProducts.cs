using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LiquidNet.Kernels.Products;

/// <summary>The three products of a weight matrix: forward, back to the source, and back to the weights.</summary>
/// <remarks>
/// Weights are <c>[outputs x inputs]</c>, an output's inputs side by side, rows <c>weightStride</c> floats apart. Signals are
/// rows of lanes. With many lanes a weight is one number spread over the samples; with one lane the vectors lie along
/// the inputs instead.
/// </remarks>
static partial class MatrixProducts
{
    /// <summary>Adds to every output the weighted sum of the source rows.</summary>
    /// <remarks><c>destination[o, l] += sum_i weights[o, i] * source[i, l]</c></remarks>
    public static void AddProduct(
        ReadOnlySpan<float> weights, int weightStride, ReadOnlySpan<float> source, int inputs, int outputs, int lanes,
        Span<float> destination)
    {
        AssertWeights(weights.Length, weightStride, inputs, outputs);
        Debug.Assert(source.Length >= inputs * lanes && destination.Length >= outputs * lanes);
        if (inputs == 0 || outputs == 0)
            return;

        ref var w = ref MemoryMarshal.GetReference(weights);
        ref var x = ref MemoryMarshal.GetReference(source);
        ref var y = ref MemoryMarshal.GetReference(destination);
        if (lanes == 1)
            DotTiles.Add(new DotProduct(ref x, 0, 0, ref w, weightStride, 0, inputs, ref y, 0), slots: 1, rows: 1, columns: outputs);
        else
            BroadcastTiles.Write(new BroadcastProduct(ref w, weightStride, 1, ref x, lanes, ref y, lanes), inputs, outputs, lanes);
    }

    /// <summary>Writes the weighted sum of the source rows, with something to start from; for several lanes.</summary>
    /// <remarks><c>destination[o, l] = start[o, l] + sum_i weights[o, i] * source[i, l]</c></remarks>
    public static void WriteProduct(
        ReadOnlySpan<float> start, Broadcast startForm, ReadOnlySpan<float> weights, int weightStride, ReadOnlySpan<float> source,
        int inputs, int outputs, int lanes, Span<float> destination)
    {
        AssertWeights(weights.Length, weightStride, inputs, outputs);
        Debug.Assert(lanes > 1 && inputs > 0 && outputs > 0 && startForm is Broadcast.PerNeuron or Broadcast.Equal);
        Debug.Assert(source.Length >= inputs * lanes && destination.Length >= outputs * lanes);
        BroadcastTiles.Write(
            new BroadcastProduct(
                ref MemoryMarshal.GetReference(weights), weightStride, 1, ref MemoryMarshal.GetReference(source), lanes,
                ref MemoryMarshal.GetReference(start), startForm == Broadcast.PerNeuron,
                ref MemoryMarshal.GetReference(destination), lanes),
            inputs, outputs, lanes);
    }

    /// <summary>Adds to the adjoint of every source row what the outputs' adjoints send back through the weights.</summary>
    /// <remarks><c>sourceAdjoint[i, l] += sum_o weights[o, i] * outputAdjoint[o, l]</c></remarks>
    public static void AddTransposedProduct(
        ReadOnlySpan<float> weights, int weightStride, ReadOnlySpan<float> outputAdjoint, int inputs, int outputs, int lanes,
        Span<float> sourceAdjoint)
    {
        AssertWeights(weights.Length, weightStride, inputs, outputs);
        Debug.Assert(outputAdjoint.Length >= outputs * lanes && sourceAdjoint.Length >= inputs * lanes);
        if (inputs == 0 || outputs == 0)
            return;

        ref var w = ref MemoryMarshal.GetReference(weights);
        ref var dy = ref MemoryMarshal.GetReference(outputAdjoint);
        ref var dx = ref MemoryMarshal.GetReference(sourceAdjoint);
        if (lanes == 1)
            CombinationTiles.Add(ref dy, ref w, weightStride, outputs, inputs, ref dx);
        else
            BroadcastTiles.Write(new BroadcastProduct(ref w, 1, weightStride, ref dy, lanes, ref dx, lanes), outputs, inputs, lanes);
    }

    /// <summary>Adds the gradient of every weight over a run of slots (steps of time), so that it is formed once for all of them.</summary>
    /// <remarks>
    /// <c>weightGradient[o, i] += sum_k sum_l outputAdjoint[k, o, l] * source[k, i, l]</c>; slot strides are in floats, and a source
    /// stride of zero means the same source in all slots.
    /// </remarks>
    public static void AddWeightGradient(
        ReadOnlySpan<float> source, int sourceSlotStride, ReadOnlySpan<float> outputAdjoint, int adjointSlotStride, int slots,
        int inputs, int outputs, int lanes, int weightStride, Span<float> weightGradient)
    {
        AssertWeights(weightGradient.Length, weightStride, inputs, outputs);
        Debug.Assert(slots == 0 || source.Length >= (slots - 1) * sourceSlotStride + inputs * lanes);
        Debug.Assert(slots == 0 || outputAdjoint.Length >= (slots - 1) * adjointSlotStride + outputs * lanes);
        if (slots == 0 || inputs == 0 || outputs == 0)
            return;

        ref var x = ref MemoryMarshal.GetReference(source);
        ref var dy = ref MemoryMarshal.GetReference(outputAdjoint);
        ref var dw = ref MemoryMarshal.GetReference(weightGradient);
        if (lanes == 1)
        {
            BroadcastTiles.Write(
                new BroadcastProduct(ref dy, 1, adjointSlotStride, ref x, sourceSlotStride, ref dw, weightStride),
                slots, outputs, inputs);
        }
        else
        {
            DotTiles.Add(
                new DotProduct(ref dy, lanes, adjointSlotStride, ref x, lanes, sourceSlotStride, lanes, ref dw, weightStride),
                slots, outputs, inputs);
        }
    }

    [Conditional("DEBUG")]
    static void AssertWeights(int length, int stride, int inputs, int outputs)
    {
        Debug.Assert(stride >= inputs, "Rows of weights overlap.");
        Debug.Assert(outputs == 0 || length >= (outputs - 1) * stride + inputs, "Weights are too short.");
    }
}
