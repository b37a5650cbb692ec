using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <content>
/// The reverse, in the steps of the sum. With s open, dG and dI the adjoints of conductance and current, and g = w (dG + e dI) s (1 - s),
/// the four sums of a synapse are s dG and s dI for the weight, the latter for the reversal potential too, g for the midpoint and g (v - m)
/// for the steepness.
/// </content>
sealed partial class PackedSynapses
{
    /// <summary>Rows of sums of a step.</summary>
    const int SumRows = 4;

    /// <summary>How many floats <see cref="AddGradients"/> accumulates into; they begin as zero.</summary>
    public int AccumulatorLength => checked(synapses.Length * SumRows);

    /// <summary>
    /// Reverse of one <see cref="AddSum"/>: adds to <paramref name="sourceAdjoint"/>, unless that is empty, and to the sums from which
    /// <see cref="AddParameterGradients"/> makes the gradients of the parameters. Allocates nothing.
    /// </summary>
    public void AddGradients(
        ReadOnlySpan<float> source, ReadOnlySpan<float> conductanceAdjoint, ReadOnlySpan<float> currentAdjoint,
        Span<float> sourceAdjoint, Span<float> accumulators)
    {
        Debug.Assert(conductanceAdjoint.Length == targets.Length && currentAdjoint.Length == targets.Length);
        Debug.Assert(sourceAdjoint.IsEmpty || sourceAdjoint.Length == source.Length);
        Debug.Assert(accumulators.Length == AccumulatorLength);
        if (WideVector.IsSupported && width == WideVector.Count)
            AddGradients<WideVector>(source, conductanceAdjoint, currentAdjoint, sourceAdjoint, accumulators);
        else
            AddGradients<LaneVector>(source, conductanceAdjoint, currentAdjoint, sourceAdjoint, accumulators);
    }

    /// <summary>
    /// Once after all steps of a pass: adds the gradients that <paramref name="accumulators"/> hold to those of the parameters.
    /// </summary>
    public void AddParameterGradients(
        ReadOnlySpan<float> accumulators, ReadOnlySpan<float> weight, ReadOnlySpan<float> steepness, ReadOnlySpan<float> reversal,
        Span<float> dWeight, Span<float> dMidpoint, Span<float> dSteepness, Span<float> dReversal)
    {
        Debug.Assert(accumulators.Length == AccumulatorLength);
        for (var first = 0; first < synapses.Length; first += width)
        {
            var sums = accumulators.Slice(first * SumRows, width * SumRows);
            for (var place = 0; place < width; place++)
            {
                if (repeated[first + place])
                    continue;
                var synapse = synapses[first + place];
                dWeight[synapse] += sums[place] + reversal[synapse] * sums[width + place];
                dReversal[synapse] += weight[synapse] * sums[width + place];
                dMidpoint[synapse] -= steepness[synapse] * sums[2 * width + place];
                dSteepness[synapse] += sums[3 * width + place];
            }
        }
    }

    void AddGradients<TLanes>(
        ReadOnlySpan<float> source, ReadOnlySpan<float> conductanceAdjoint, ReadOnlySpan<float> currentAdjoint,
        Span<float> sourceAdjoint, Span<float> accumulators)
        where TLanes : struct, ILanes<TLanes>
    {
        Span<float> copies = stackalloc float[StepsPerCopy * TLanes.Count];
        Span<float> adjoints = stackalloc float[2 * TLanes.Count];
        int step = 0, end;
        for (var group = 0; group < groupEnds.Length; group++, step = end)
        {
            end = groupEnds[group];
            Gather<TLanes>(group, conductanceAdjoint, currentAdjoint, adjoints);

            // As for most when the way back begins at one neuron.
            if (!adjoints.ContainsAnyExcept(0f))
                continue;
            while (step < end)
            {
                var copied = Math.Min(step + StepsPerCopy, end);
                CopySources<TLanes>(source, step, copied, copies);
                AddStepGradients<TLanes>(adjoints, step, copied, copies, accumulators);
                if (!sourceAdjoint.IsEmpty)
                    AddToSources<TLanes>(copies, step, copied, sourceAdjoint);
                step = copied;
            }
        }
    }

    /// <summary>The reverse of some steps of a group: adds to their sums, and writes the adjoints of the sources over their
    /// copies.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    void AddStepGradients<TLanes>(ReadOnlySpan<float> adjoints, int start, int end, Span<float> copies, Span<float> accumulators)
        where TLanes : struct, ILanes<TLanes>
    {
        nint row = TLanes.Count;
        ref var from = ref MemoryMarshal.GetReference(copies);
        ref var step = ref parameters.All[start * TLanes.Count * StepRows];
        ref var sums = ref accumulators[start * TLanes.Count * SumRows];
        ref var ofTargets = ref MemoryMarshal.GetReference(adjoints);
        TLanes dConductance = TLanes.Load(ref ofTargets, 0), dCurrent = TLanes.Load(ref ofTargets, row);
        for (; start < end; start++)
        {
            var distance = TLanes.Load(ref from, 0) - TLanes.Load(ref step, 0);
            var scaled = TLanes.Load(ref step, row);
            var open = Rational.ReciprocalOfOnePlusPowerOfTwo(distance * scaled);
            var q = TLanes.MultiplyAdd(TLanes.Load(ref step, 3 * row), dCurrent, TLanes.Load(ref step, 2 * row) * dConductance);
            var g = q * open * (TLanes.All(1f) - open);
            TLanes.MultiplyAdd(open, dConductance, TLanes.Load(ref sums, 0)).Store(ref sums, 0);
            TLanes.MultiplyAdd(open, dCurrent, TLanes.Load(ref sums, row)).Store(ref sums, row);
            (TLanes.Load(ref sums, 2 * row) + g).Store(ref sums, 2 * row);
            TLanes.MultiplyAdd(g, distance, TLanes.Load(ref sums, 3 * row)).Store(ref sums, 3 * row);
            (scaled * TLanes.All(1 / Rational.SigmoidScale) * g).Store(ref from, 0);
            from = ref Unsafe.Add(ref from, row);
            step = ref Unsafe.Add(ref step, row * StepRows);
            sums = ref Unsafe.Add(ref sums, row * SumRows);
        }
    }

    /// <summary>Hands the adjoints of the sources of some steps to the sources.</summary>
    void AddToSources<TLanes>(ReadOnlySpan<float> copies, int start, int end, Span<float> sourceAdjoint)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var from = ref MemoryMarshal.GetReference(copies);
        ref var to = ref MemoryMarshal.GetReference(sourceAdjoint);
        ref var slot = ref sources[start * TLanes.Count];
        for (; start < end; start++)
        {
            if (shared[start])
            {
                Unsafe.Add(ref to, (nint)slot) += TLanes.Sum(TLanes.Load(ref from, 0));
            }
            else
            {
                for (nint place = 0; place < TLanes.Count; place++)
                    Unsafe.Add(ref to, (nint)Unsafe.Add(ref slot, place)) += Unsafe.Add(ref from, place);
            }

            slot = ref Unsafe.Add(ref slot, TLanes.Count);
            from = ref Unsafe.Add(ref from, TLanes.Count);
        }
    }
}
