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
        if (stepsOfAll > 0)
        {
            AddSharedGradients<TLanes>(source, conductanceAdjoint, currentAdjoint, sourceAdjoint, accumulators);
            return;
        }

        Span<float> copies = stackalloc float[StepsPerCopy * TLanes.Count];
        Span<float> copiesAdjoint = stackalloc float[StepsPerCopy * TLanes.Count];
        Span<float> adjoints = stackalloc float[2 * TLanes.Count];
        int step = 0, end;
        for (var group = 0; group < groupEnds.Length; group++, step = end)
        {
            end = groupEnds[group];
            Gather<TLanes>(group, conductanceAdjoint, currentAdjoint, adjoints);
            if (AreZero(adjoints))
                continue;
            while (step < end)
            {
                var copied = Math.Min(step + StepsPerCopy, end);
                CopySources<TLanes>(source, step, copied, copies);
                copiesAdjoint.Clear();
                AddStepGradients<TLanes, Contiguous>(
                    new Operand<Contiguous>(copies, TLanes.Count), adjoints, step, copied, copiesAdjoint, accumulators);
                if (!sourceAdjoint.IsEmpty)
                    AddToSources<TLanes>(copiesAdjoint, step, copied, sourceAdjoint);
                step = copied;
            }
        }
    }

    void AddSharedGradients<TLanes>(
        ReadOnlySpan<float> source, ReadOnlySpan<float> conductanceAdjoint, ReadOnlySpan<float> currentAdjoint,
        Span<float> sourceAdjoint, Span<float> accumulators)
        where TLanes : struct, ILanes<TLanes>
    {
        Span<float> copies = stackalloc float[SharedSteps];
        Span<float> copiesAdjoint = stackalloc float[SharedSteps * TLanes.Count];
        Span<float> adjoints = stackalloc float[2 * TLanes.Count];
        for (var first = 0; first < stepsOfAll; first += SharedSteps)
        {
            var end = Math.Min(first + SharedSteps, stepsOfAll);
            CopySharedSources(source, first, end, copies);
            copiesAdjoint.Clear();
            for (var group = 0; group < groupEnds.Length; group++)
            {
                Gather<TLanes>(group, conductanceAdjoint, currentAdjoint, adjoints);
                if (AreZero(adjoints))
                    continue;
                var before = group * stepsOfAll;
                AddStepGradients<TLanes, Spread>(
                    new Operand<Spread>(copies, 1), adjoints, before + first, before + end, copiesAdjoint, accumulators);
            }

            for (var step = first; step < end && !sourceAdjoint.IsEmpty; step++)
                sourceAdjoint[sources[step * TLanes.Count]] += TLanes.Sum(TLanes.Load(in copiesAdjoint[(step - first) * TLanes.Count], 0));
        }
    }

    /// <summary>Hands the adjoints of the copies of some steps to the sources.</summary>
    void AddToSources<TLanes>(ReadOnlySpan<float> copiesAdjoint, int start, int end, Span<float> sourceAdjoint)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var from = ref MemoryMarshal.GetReference(copiesAdjoint);
        ref var to = ref MemoryMarshal.GetReference(sourceAdjoint);
        ref var slot = ref sources[start * TLanes.Count];
        for (; start < end; start++)
        {
            for (nint place = 0; place < TLanes.Count; place++)
                Unsafe.Add(ref to, (nint)Unsafe.Add(ref slot, place)) += Unsafe.Add(ref from, place);
            slot = ref Unsafe.Add(ref slot, TLanes.Count);
            from = ref Unsafe.Add(ref from, TLanes.Count);
        }
    }

    /// <summary>Whether the targets of a group give nothing to their synapses, as most do when the way back begins at one neuron.</summary>
    static bool AreZero(ReadOnlySpan<float> adjoints) => !adjoints.ContainsAnyExcept(0f);

    /// <summary>The reverse of some steps of a group: adds to the adjoints of the copied sources, and to the sums.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    void AddStepGradients<TLanes, TForm>(
        Operand<TForm> copies, ReadOnlySpan<float> adjoints, int start, int end, Span<float> copiesAdjoint, Span<float> accumulators)
        where TLanes : struct, ILanes<TLanes>
        where TForm : struct, IOperandForm
    {
        nint row = TLanes.Count;
        ref var dCopy = ref MemoryMarshal.GetReference(copiesAdjoint);
        ref var step = ref parameters.All[start * TLanes.Count * StepRows];
        ref var sums = ref accumulators[start * TLanes.Count * SumRows];
        ref var ofTargets = ref MemoryMarshal.GetReference(adjoints);
        TLanes dConductance = TLanes.Load(ref ofTargets, 0), dCurrent = TLanes.Load(ref ofTargets, row);
        for (nint index = 0; index < end - start; index++)
        {
            var distance = copies.Load<TLanes>(index, 0) - TLanes.Load(ref step, 0);
            var scaled = TLanes.Load(ref step, row);
            var open = Rational.ReciprocalOfOnePlusPowerOfTwo(distance * scaled);
            var q = TLanes.MultiplyAdd(TLanes.Load(ref step, 3 * row), dCurrent, TLanes.Load(ref step, 2 * row) * dConductance);
            var g = q * open * (TLanes.All(1f) - open);
            TLanes.MultiplyAdd(open, dConductance, TLanes.Load(ref sums, 0)).Store(ref sums, 0);
            TLanes.MultiplyAdd(open, dCurrent, TLanes.Load(ref sums, row)).Store(ref sums, row);
            (TLanes.Load(ref sums, 2 * row) + g).Store(ref sums, 2 * row);
            TLanes.MultiplyAdd(g, distance, TLanes.Load(ref sums, 3 * row)).Store(ref sums, 3 * row);
            TLanes.MultiplyAdd(scaled * TLanes.All(1 / Rational.SigmoidScale), g, TLanes.Load(ref dCopy, 0)).Store(ref dCopy, 0);
            dCopy = ref Unsafe.Add(ref dCopy, row);
            step = ref Unsafe.Add(ref step, row * StepRows);
            sums = ref Unsafe.Add(ref sums, row * SumRows);
        }
    }
}
