using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static LiquidNet.Kernels.TileSize;

namespace LiquidNet.Kernels;

/// <content>The product of a single sample with weights repacked for it.</content>
/// <remarks>
/// Packed weights are panels of at most four vectors of outputs; a panel holds, input after input, its outputs side by
/// side, the last vector filled up with zeros. So one sample's product needs no sum across a vector and reads the
/// weights once, in order.
/// </remarks>
internal static partial class MatrixProducts
{
    private const int PanelVectors = 4;

    /// <summary>Floats that the packed form of a weight matrix takes.</summary>
    public static int PackedLength(int inputs, int outputs) => inputs * VectorsOf(outputs) * Vector<float>.Count;

    /// <summary>Writes the packed form of a weight matrix.</summary>
    public static void Pack(ReadOnlySpan<float> weights, int weightStride, int inputs, int outputs, Span<float> packed)
    {
        AssertWeights(weights.Length, weightStride, inputs, outputs);
        Debug.Assert(packed.Length >= PackedLength(inputs, outputs));
        var at = 0;
        var output = 0;
        for (var vectorsLeft = VectorsOf(outputs); vectorsLeft > 0;)
        {
            var vectors = PanelOf(vectorsLeft);
            var width = vectors * Vector<float>.Count;
            for (var input = 0; input < inputs; input++)
            {
                for (var o = output; o < output + width; o++)
                {
                    packed[at++] = o < outputs ? weights[o * weightStride + input] : 0f;
                }
            }

            output += width;
            vectorsLeft -= vectors;
        }
    }

    /// <summary>Adds to every output the weighted sum of one sample's inputs.</summary>
    /// <remarks><c>destination[o] += sum_i weights[o, i] * source[i]</c></remarks>
    public static void AddPackedProduct(ReadOnlySpan<float> packed, ReadOnlySpan<float> source, int inputs, int outputs, Span<float> destination)
    {
        Debug.Assert(packed.Length >= PackedLength(inputs, outputs));
        Debug.Assert(source.Length >= inputs && destination.Length >= outputs);
        ref var panel = ref MemoryMarshal.GetReference(packed);
        ref var x = ref MemoryMarshal.GetReference(source);
        ref var y = ref MemoryMarshal.GetReference(destination);
        for (var vectorsLeft = VectorsOf(outputs); vectorsLeft > 0;)
        {
            var vectors = PanelOf(vectorsLeft);
            switch (vectors)
            {
                case 1: AddPanel<One>(ref panel, ref x, inputs, outputs, ref y); break;
                case 2: AddPanel<Two>(ref panel, ref x, inputs, outputs, ref y); break;
                case 3: AddPanel<Three>(ref panel, ref x, inputs, outputs, ref y); break;
                default: AddPanel<Four>(ref panel, ref x, inputs, outputs, ref y); break;
            }

            var width = vectors * Vector<float>.Count;
            panel = ref Unsafe.Add(ref panel, width * inputs);
            y = ref Unsafe.Add(ref y, width);
            outputs -= width;
            vectorsLeft -= vectors;
        }
    }

    private static int VectorsOf(int outputs) => (outputs + Vector<float>.Count - 1) / Vector<float>.Count;

    /// <summary>The width of the next panel: as even as can be, so that five vectors become 3 + 2.</summary>
    private static int PanelOf(int vectorsLeft)
    {
        var panels = (vectorsLeft + PanelVectors - 1) / PanelVectors;
        return (vectorsLeft + panels - 1) / panels;
    }

    /// <summary>One panel; even and odd inputs have sums of their own, because one chain of additions would wait for itself.</summary>
    private static void AddPanel<TVectors>(ref float panel, ref float source, int inputs, int outputs, ref float destination)
        where TVectors : struct, ITileSize
    {
        Vector<float> even0 = default, even1 = default, even2 = default, even3 = default;
        Vector<float> odd0 = default, odd1 = default, odd2 = default, odd3 = default;
        for (; inputs >= 2; inputs -= 2)
        {
            AddInput<TVectors>(ref panel, source, ref even0, ref even1, ref even2, ref even3);
            AddInput<TVectors>(
                ref Unsafe.Add(ref panel, TVectors.Value * Vector<float>.Count), Unsafe.Add(ref source, 1),
                ref odd0, ref odd1, ref odd2, ref odd3);
            panel = ref Unsafe.Add(ref panel, 2 * TVectors.Value * Vector<float>.Count);
            source = ref Unsafe.Add(ref source, 2);
        }

        if (inputs > 0)
        {
            AddInput<TVectors>(ref panel, source, ref even0, ref even1, ref even2, ref even3);
        }

        AddOutputs(even0 + odd0, outputs, ref destination);
        if (TVectors.Value > 1) AddOutputs(even1 + odd1, outputs - Vector<float>.Count, ref Unsafe.Add(ref destination, Vector<float>.Count));
        if (TVectors.Value > 2) AddOutputs(even2 + odd2, outputs - 2 * Vector<float>.Count, ref Unsafe.Add(ref destination, 2 * Vector<float>.Count));
        if (TVectors.Value > 3) AddOutputs(even3 + odd3, outputs - 3 * Vector<float>.Count, ref Unsafe.Add(ref destination, 3 * Vector<float>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddInput<TVectors>(
        ref float weights, float input, ref Vector<float> sum0, ref Vector<float> sum1, ref Vector<float> sum2, ref Vector<float> sum3)
        where TVectors : struct, ITileSize
    {
        var spread = new Vector<float>(input);
        sum0 = Vector.MultiplyAddEstimate(spread, Vector.LoadUnsafe(ref weights), sum0);
        if (TVectors.Value > 1) sum1 = Vector.MultiplyAddEstimate(spread, Vector.LoadUnsafe(ref weights, (nuint)Vector<float>.Count), sum1);
        if (TVectors.Value > 2) sum2 = Vector.MultiplyAddEstimate(spread, Vector.LoadUnsafe(ref weights, 2 * (nuint)Vector<float>.Count), sum2);
        if (TVectors.Value > 3) sum3 = Vector.MultiplyAddEstimate(spread, Vector.LoadUnsafe(ref weights, 3 * (nuint)Vector<float>.Count), sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddOutputs(Vector<float> sums, int outputs, ref float destination)
    {
        if (outputs >= Vector<float>.Count)
        {
            (Vector.LoadUnsafe(ref destination) + sums).StoreUnsafe(ref destination);
            return;
        }

        for (var i = 0; i < outputs; i++)
        {
            Unsafe.Add(ref destination, i) += sums[i];
        }
    }
}
