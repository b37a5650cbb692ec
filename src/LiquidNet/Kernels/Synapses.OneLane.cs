using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <content>
/// The reverse of a single lane: its vectors run across synapses. The four sums of all synapses then lie one below the other.
/// </content>
static partial class Synapses
{
    /// <summary>What is fetched for so many synapses at once stays in the cache; a multiple of any vector's length.</summary>
    const int Chunk = 64;

    static void AddGradientsOfOneLane(
        in Table table, ReadOnlySpan<float> source, int synapses, Adjoints adjoints, Span<float> sourceAdjoint, Span<float> accumulators)
    {
        Span<float> fetched = stackalloc float[4 * Chunk];
        ref var dSource = ref fetched[3 * Chunk];
        ref var rowAdjoints = ref MemoryMarshal.GetReference(sourceAdjoint);
        var wanted = !sourceAdjoint.IsEmpty;
        var target = 0;
        for (var first = 0; first < synapses; first += Chunk)
        {
            var count = Math.Min(Chunk, synapses - first);
            if (!Fetch(table, source, adjoints, first, count, ref target, fetched))
                continue;
            var sums = accumulators[first..];
            var done = AddBlocks<LaneVector>(table, first, synapses, fetched, count, 0, sums);
            AddBlocks<OneLane>(table, first, synapses, fetched, count, done, sums);
            ref var rows = ref Unsafe.Add(ref table.Sources, first);
            for (nint synapse = 0; synapse < count && wanted; synapse++)
                Unsafe.Add(ref rowAdjoints, (nint)Unsafe.Add(ref rows, synapse)) += Unsafe.Add(ref dSource, synapse);
        }
    }

    /// <summary>Fetches the sources of some synapses, and the adjoints of their targets; returns whether any of these is not zero, as most
    /// are when the way back begins at one neuron.</summary>
    static bool Fetch(
        in Table table, ReadOnlySpan<float> source, Adjoints adjoints, int first, int count, ref int target, Span<float> fetched)
    {
        ref var values = ref MemoryMarshal.GetReference(fetched);
        ref var dConductance = ref Unsafe.Add(ref values, Chunk);
        ref var dCurrent = ref Unsafe.Add(ref values, 2 * Chunk);
        ref var rows = ref Unsafe.Add(ref table.Sources, first);
        ref var from = ref MemoryMarshal.GetReference(source);
        var isAny = false;
        for (nint synapse = 0; synapse < count; target++)
        {
            nint last = Unsafe.Add(ref table.Ends, target) - first;
            var end = Math.Min(last, count);
            isAny |= end > synapse && !adjoints.AreZero(target);
            var (conductance, current) = (Unsafe.Add(ref adjoints.Conductance, target), Unsafe.Add(ref adjoints.Current, target));
            for (; synapse < end; synapse++)
            {
                Unsafe.Add(ref dConductance, synapse) = conductance;
                Unsafe.Add(ref dCurrent, synapse) = current;
                Unsafe.Add(ref values, synapse) = Unsafe.Add(ref from, (nint)Unsafe.Add(ref rows, synapse));
            }

            if (last > count)
                break;
        }

        return isAny;
    }

    /// <summary>The reverse of as many whole blocks of fetched synapses as fit; returns where they end.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int AddBlocks<TLanes>(
        in Table table, nint first, nint synapses, Span<float> fetched, int count, int at, Span<float> sums)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var from = ref MemoryMarshal.GetReference(fetched);
        ref var own = ref MemoryMarshal.GetReference(sums);
        ref var weights = ref Unsafe.Add(ref table.Weight, first);
        ref var midpoints = ref Unsafe.Add(ref table.Midpoint, first);
        ref var steepnesses = ref Unsafe.Add(ref table.Steepness, first);
        ref var reversals = ref Unsafe.Add(ref table.Reversal, first);
        for (; at <= count - TLanes.Count; at += TLanes.Count)
        {
            var dCurrent = TLanes.Load(ref from, at + 2 * Chunk);
            var q = TLanes.MultiplyAdd(TLanes.Load(ref reversals, at), dCurrent, TLanes.Load(ref from, at + Chunk));
            var distance = TLanes.Load(ref from, at) - TLanes.Load(ref midpoints, at);
            var steepness = TLanes.Load(ref steepnesses, at);
            var open = Rational.ReciprocalOfOnePlusPowerOfTwo(distance * (steepness * TLanes.All(Rational.SigmoidScale)));
            var dWeight = open * q;
            var g = dWeight * (TLanes.All(1f) - open);
            (TLanes.Load(ref own, at) + dWeight).Store(ref own, at);
            TLanes.MultiplyAdd(open, dCurrent, TLanes.Load(ref own, at + synapses)).Store(ref own, at + synapses);
            (TLanes.Load(ref own, at + 2 * synapses) + g).Store(ref own, at + 2 * synapses);
            TLanes.MultiplyAdd(g, distance, TLanes.Load(ref own, at + 3 * synapses)).Store(ref own, at + 3 * synapses);
            (TLanes.Load(ref weights, at) * steepness * g).Store(ref from, at + 3 * Chunk);
        }

        return at;
    }

    static void AddParameterGradientsOfOneLane(
        ReadOnlySpan<float> accumulators, ReadOnlySpan<float> weight, ReadOnlySpan<float> steepness,
        Span<float> dWeight, Span<float> dMidpoint, Span<float> dSteepness, Span<float> dReversal)
    {
        var count = weight.Length;
        if (!dWeight.IsEmpty)
            Updates.Add(accumulators[..count], dWeight);
        if (!dReversal.IsEmpty)
            Broadcasts.AddProduct(accumulators.Slice(count, count), weight, Broadcast.Equal, 1, count, perSample: false, dReversal);
        if (!dMidpoint.IsEmpty)
            SubtractProduct(accumulators[(2 * count)..], weight, steepness, dMidpoint);
        if (!dSteepness.IsEmpty)
            Broadcasts.AddProduct(accumulators[(3 * count)..], weight, Broadcast.Equal, 1, count, perSample: false, dSteepness);
    }

    static void SubtractProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y)
    {
        var at = 0;
        for (; at <= y.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            (new Vector<float>(y[at..]) - new Vector<float>(b[at..]) * new Vector<float>(c[at..]) * new Vector<float>(a[at..]))
                .CopyTo(y[at..]);
        }

        for (; at < y.Length; at++)
            y[at] -= b[at] * c[at] * a[at];
    }
}
