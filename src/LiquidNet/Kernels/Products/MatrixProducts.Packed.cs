using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiquidNet.Kernels.Products;

/// <content>The product of a single sample with weights repacked for it.</content>
/// <remarks>
/// Packed weights are panels of a few vectors of outputs; a panel holds, input after input, its outputs side by side, the
/// last vector filled up with zeros. So the product of one sample needs no sum across a vector and reads the weights once,
/// in order.
/// </remarks>
static partial class MatrixProducts
{
    /// <summary>Floats that the packed form of a weight matrix takes on this machine.</summary>
    public static int PackedLength(int inputs, int outputs) => inputs * VectorsOf(outputs) * CombinationTiles.VectorLength;

    /// <summary>Writes the packed form of a weight matrix.</summary>
    public static void Pack(ReadOnlySpan<float> weights, int weightStride, int inputs, int outputs, Span<float> packed)
    {
        AssertWeights(weights.Length, weightStride, inputs, outputs);
        Debug.Assert(packed.Length >= PackedLength(inputs, outputs));
        ref var to = ref MemoryMarshal.GetReference(packed);
        ref var from = ref MemoryMarshal.GetReference(weights);
        for (int output = 0, vectorsLeft = VectorsOf(outputs); vectorsLeft > 0;)
        {
            var vectors = PanelOf(vectorsLeft);
            nint width = vectors * CombinationTiles.VectorLength;
            var present = Math.Min(width, outputs - output);
            for (var input = 0; input < inputs; input++)
            {
                ref var column = ref Unsafe.Add(ref from, output * weightStride + input);
                for (nint place = 0; place < present; place++)
                    Unsafe.Add(ref to, place) = Unsafe.Add(ref column, place * weightStride);
                for (var place = present; place < width; place++)
                    Unsafe.Add(ref to, place) = 0;
                to = ref Unsafe.Add(ref to, width);
            }

            output += (int)width;
            vectorsLeft -= vectors;
        }
    }

    /// <summary>Adds to every output the weighted sum of one sample's inputs.</summary>
    /// <remarks><c>destination[o] += sum_i weights[o, i] * source[i]</c></remarks>
    public static void AddPackedProduct(
        ReadOnlySpan<float> packed, ReadOnlySpan<float> source, int inputs, int outputs, Span<float> destination)
    {
        Debug.Assert(packed.Length >= PackedLength(inputs, outputs));
        Debug.Assert(source.Length >= inputs && destination.Length >= outputs);
        ref var panel = ref MemoryMarshal.GetReference(packed);
        ref var x = ref MemoryMarshal.GetReference(source);
        ref var y = ref MemoryMarshal.GetReference(destination);
        for (var vectorsLeft = VectorsOf(outputs); vectorsLeft > 0;)
        {
            var vectors = PanelOf(vectorsLeft);
            var width = vectors * CombinationTiles.VectorLength;
            if (width <= outputs)
                CombinationTiles.AddVectors(ref x, ref panel, width, inputs, vectors, ref y);
            else
                AddLastPanel(ref panel, ref x, inputs, vectors, MemoryMarshal.CreateSpan(ref y, outputs));

            panel = ref Unsafe.Add(ref panel, width * inputs);
            y = ref Unsafe.Add(ref y, width);
            outputs -= width;
            vectorsLeft -= vectors;
        }
    }

    /// <summary>The panel whose last vector is not full: summed beside the destination, because its zeros have no place there.</summary>
    static void AddLastPanel(ref float panel, ref float x, int inputs, int vectors, Span<float> y)
    {
        Span<float> sums = stackalloc float[CombinationTiles.Vectors * CombinationTiles.VectorLength];
        y.CopyTo(sums);
        CombinationTiles.AddVectors(
            ref x, ref panel, vectors * CombinationTiles.VectorLength, inputs, vectors, ref MemoryMarshal.GetReference(sums));
        sums[..y.Length].CopyTo(y);
    }

    static int VectorsOf(int outputs) => (outputs + CombinationTiles.VectorLength - 1) / CombinationTiles.VectorLength;

    /// <summary>The width of the next panel: as even as can be, so that five vectors become 3 + 2.</summary>
    static int PanelOf(int vectorsLeft)
    {
        var panels = (vectorsLeft + CombinationTiles.Vectors - 1) / CombinationTiles.Vectors;
        return (vectorsLeft + panels - 1) / panels;
    }
}
