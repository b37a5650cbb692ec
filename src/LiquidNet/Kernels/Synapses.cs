using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>Conductance-based chemical synapses: their sums at each target, and the reverse.</summary>
/// <remarks>
/// <para>A synapse from source v with weight w, midpoint m, steepness k and reversal potential e is open to the degree s(k (v - m)), s the
/// logistic sigmoid; it adds w s to the conductance of its target and w e s to the current.</para>
/// <para>Synapses are sorted by target: target t owns those from starts[t] up to starts[t + 1], so starts has one entry more than there are
/// targets. Signals are rows of lanes: row r of source stands at r * lanes.</para>
/// <para>Open degrees are not kept for the reverse. Computing them again costs less than moving them through memory.</para>
/// </remarks>
static class Synapses
{
    /// <summary>Sums kept per synapse by <see cref="AddGradients"/>.</summary>
    const int Sums = 4;

    /// <summary>Adds to conductance and current [targets x lanes].</summary>
    public static void AddSum(
        ReadOnlySpan<float> source, ReadOnlySpan<int> sources, ReadOnlySpan<int> starts,
        ReadOnlySpan<float> weight, ReadOnlySpan<float> midpoint, ReadOnlySpan<float> steepness, ReadOnlySpan<float> reversal,
        int lanes, Span<float> conductance, Span<float> current)
    {
        var table = new Table(sources, starts, weight, midpoint, steepness, reversal);
        Debug.Assert(table.Fits(source.Length, lanes));
        Debug.Assert(conductance.Length == table.Targets * lanes && current.Length == table.Targets * lanes);
        var done = WideVector.IsSupported
            ? AddSum<WideVector>(table, source, lanes, 0, conductance, current)
            : AddSum<LanePair<LaneVector>>(table, source, lanes, 0, conductance, current);
        done = AddSum<LaneVector>(table, source, lanes, done, conductance, current);
        AddSum<OneLane>(table, source, lanes, done, conductance, current);
    }

    /// <summary>How many floats <see cref="AddGradients"/> accumulates into; they begin as zero.</summary>
    public static int AccumulatorLength(int synapses, int lanes) => checked(synapses * Sums * AccumulatorWidth(lanes));

    /// <summary>
    /// Reverse of one <see cref="AddSum"/>: adds to <paramref name="sourceAdjoint"/> [sources x lanes], unless that is empty, and to the
    /// sums from which <see cref="AddParameterGradients"/> makes the gradients of the parameters.
    /// </summary>
    public static void AddGradients(
        ReadOnlySpan<float> source, ReadOnlySpan<int> sources, ReadOnlySpan<int> starts,
        ReadOnlySpan<float> weight, ReadOnlySpan<float> midpoint, ReadOnlySpan<float> steepness, ReadOnlySpan<float> reversal,
        ReadOnlySpan<float> conductanceAdjoint, ReadOnlySpan<float> currentAdjoint,
        int lanes, Span<float> sourceAdjoint, Span<float> accumulators)
    {
        var table = new Table(sources, starts, weight, midpoint, steepness, reversal);
        Debug.Assert(table.Fits(source.Length, lanes));
        Debug.Assert(conductanceAdjoint.Length == table.Targets * lanes && currentAdjoint.Length == table.Targets * lanes);
        Debug.Assert(sourceAdjoint.IsEmpty || sourceAdjoint.Length == source.Length);
        Debug.Assert(accumulators.Length == AccumulatorLength(sources.Length, lanes));
        var adjoints = new Adjoints(conductanceAdjoint, currentAdjoint);
        var done = WideVector.IsSupported
            ? AddGradients<WideVector>(table, source, adjoints, lanes, 0, sourceAdjoint, accumulators)
            : AddGradients<LanePair<LaneVector>>(table, source, adjoints, lanes, 0, sourceAdjoint, accumulators);
        done = AddGradients<LaneVector>(table, source, adjoints, lanes, done, sourceAdjoint, accumulators);
        AddGradients<OneLane>(table, source, adjoints, lanes, done, sourceAdjoint, accumulators);
    }

    /// <summary>
    /// Once after all steps of a pass: adds the gradients that <paramref name="accumulators"/> hold to those of the parameters; an empty
    /// destination is left out.
    /// </summary>
    public static void AddParameterGradients(
        ReadOnlySpan<float> accumulators,
        ReadOnlySpan<float> weight, ReadOnlySpan<float> midpoint, ReadOnlySpan<float> steepness, ReadOnlySpan<float> reversal,
        int lanes, Span<float> dWeight, Span<float> dMidpoint, Span<float> dSteepness, Span<float> dReversal)
    {
        Debug.Assert(accumulators.Length == AccumulatorLength(weight.Length, lanes));
        Debug.Assert(midpoint.Length == weight.Length && steepness.Length == weight.Length && reversal.Length == weight.Length);
        var width = AccumulatorWidth(lanes);
        for (var synapse = 0; synapse < weight.Length; synapse++)
        {
            var sums = accumulators.Slice(synapse * Sums * width, Sums * width);
            if (!dWeight.IsEmpty)
                dWeight[synapse] += Sum(sums, 0, width);
            if (!dReversal.IsEmpty)
                dReversal[synapse] += weight[synapse] * Sum(sums, 1, width);
            if (!dMidpoint.IsEmpty)
                dMidpoint[synapse] -= weight[synapse] * steepness[synapse] * Sum(sums, 2, width);
            if (!dSteepness.IsEmpty)
                dSteepness[synapse] += weight[synapse] * Sum(sums, 3, width);
        }
    }

    /// <summary>The sums at every target for as many whole blocks of lanes as fit; returns the lane where they end.</summary>
    /// <remarks>Compiled on its own, or several widths would share the compiler's budget for inlining and exhaust it.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int AddSum<TLanes>(
        in Table table, ReadOnlySpan<float> source, int lanes, int lane, Span<float> conductance, Span<float> current)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var rows = ref MemoryMarshal.GetReference(source);
        ref var conductances = ref MemoryMarshal.GetReference(conductance);
        ref var currents = ref MemoryMarshal.GetReference(current);
        ref var sources = ref table.Sources;
        ref var weights = ref table.Weight;
        ref var midpoints = ref table.Midpoint;
        ref var steepnesses = ref table.Steepness;
        ref var reversals = ref table.Reversal;
        for (; lane <= lanes - TLanes.Count; lane += TLanes.Count)
        {
            nint synapse = 0;
            for (var target = 0; target < table.Targets; target++)
            {
                var total = TLanes.Load(ref conductances, target * lanes + lane);
                var drive = TLanes.Load(ref currents, target * lanes + lane);
                for (nint end = Unsafe.Add(ref table.Ends, target); synapse < end; synapse++)
                {
                    var distance = TLanes.Load(ref rows, Unsafe.Add(ref sources, synapse) * lanes + lane)
                        - TLanes.LoadAll(ref midpoints, synapse);
                    var scale = TLanes.LoadAll(ref steepnesses, synapse) * TLanes.All(Rational.SigmoidScale);
                    var open = Rational.ReciprocalOfOnePlusPowerOfTwo(distance * scale);
                    var weight = TLanes.LoadAll(ref weights, synapse);
                    total = TLanes.MultiplyAdd(weight, open, total);
                    drive = TLanes.MultiplyAdd(weight * TLanes.LoadAll(ref reversals, synapse), open, drive);
                }

                total.Store(ref conductances, target * lanes + lane);
                drive.Store(ref currents, target * lanes + lane);
            }
        }

        return lane;
    }

    /// <summary>The reverse of every target for as many whole blocks of lanes as fit; returns the lane where they end.</summary>
    /// <remarks>
    /// With s open, q the adjoint of w s and g = q s (1 - s), the four sums over lanes and steps are s q for the weight,
    /// s dCurrent for the reversal potential, g for the midpoint and g (v - m) for the steepness, the factors w and k left for the end.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int AddGradients<TLanes>(
        in Table table, ReadOnlySpan<float> source, Adjoints adjoints,
        int lanes, int lane, Span<float> sourceAdjoint, Span<float> accumulators)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var rows = ref MemoryMarshal.GetReference(source);
        ref var rowAdjoints = ref MemoryMarshal.GetReference(sourceAdjoint);
        ref var sums = ref MemoryMarshal.GetReference(accumulators);
        ref var sources = ref table.Sources;
        ref var weights = ref table.Weight;
        ref var midpoints = ref table.Midpoint;
        ref var steepnesses = ref table.Steepness;
        ref var reversals = ref table.Reversal;
        var wanted = !sourceAdjoint.IsEmpty;
        nint width = TLanes.Count == 1 ? AccumulatorWidth(lanes) : Vector<float>.Count;
        for (; lane <= lanes - TLanes.Count; lane += TLanes.Count)
        {
            nint synapse = 0;
            for (var target = 0; target < table.Targets; target++)
            {
                nint end = Unsafe.Add(ref table.Ends, target);
                if (TLanes.Count == 1 && adjoints.AreZero(target * lanes + lane))
                {
                    synapse = end;
                    continue;
                }

                var dConductance = TLanes.Load(ref adjoints.Conductance, target * lanes + lane);
                var dCurrent = TLanes.Load(ref adjoints.Current, target * lanes + lane);
                for (; synapse < end; synapse++)
                {
                    nint row = Unsafe.Add(ref sources, synapse) * lanes + lane;
                    var distance = TLanes.Load(ref rows, row) - TLanes.LoadAll(ref midpoints, synapse);
                    var steepness = TLanes.LoadAll(ref steepnesses, synapse);
                    var open = Rational.ReciprocalOfOnePlusPowerOfTwo(distance * (steepness * TLanes.All(Rational.SigmoidScale)));
                    var q = TLanes.MultiplyAdd(TLanes.LoadAll(ref reversals, synapse), dCurrent, dConductance);
                    var dWeight = open * q;
                    var g = dWeight * (TLanes.All(1f) - open);

                    ref var own = ref Unsafe.Add(ref sums, synapse * (Sums * width));
                    dWeight.AddFolded(ref own, 0);
                    TLanes.AddFoldedProduct(open, dCurrent, ref own, width);
                    g.AddFolded(ref own, 2 * width);
                    TLanes.AddFoldedProduct(g, distance, ref own, 3 * width);
                    if (wanted)
                    {
                        var factor = TLanes.LoadAll(ref weights, synapse) * steepness;
                        TLanes.MultiplyAdd(factor, g, TLanes.Load(ref rowAdjoints, row)).Store(ref rowAdjoints, row);
                    }
                }
            }
        }

        return lane;
    }

    /// <summary>Lanes that fill vectors are summed at the width of one, fewer in a single float.</summary>
    static int AccumulatorWidth(int lanes) => lanes < Vector<float>.Count ? 1 : Vector<float>.Count;

    static float Sum(ReadOnlySpan<float> sums, int index, int width) =>
        width == 1 ? sums[index] : Vector.Sum(new Vector<float>(sums[(index * width)..]));

    /// <summary>Who connects to whom, and the parameters, as references, which are not bounds-checked at each access.</summary>
    readonly ref struct Table
    {
        public readonly ref int Sources, Ends;
        public readonly ref float Weight, Midpoint, Steepness, Reversal;
        public readonly int Targets;
        readonly ReadOnlySpan<int> sources, starts;

        public Table(
            ReadOnlySpan<int> sources, ReadOnlySpan<int> starts, ReadOnlySpan<float> weight, ReadOnlySpan<float> midpoint,
            ReadOnlySpan<float> steepness, ReadOnlySpan<float> reversal)
        {
            Debug.Assert(starts.Length > 0 && starts[0] == 0 && starts[^1] == sources.Length);
            Debug.Assert(weight.Length == sources.Length && midpoint.Length == sources.Length);
            Debug.Assert(steepness.Length == sources.Length && reversal.Length == sources.Length);
            this.sources = sources;
            this.starts = starts;
            Targets = starts.Length - 1;
            Sources = ref MemoryMarshal.GetReference(sources);
            Ends = ref MemoryMarshal.GetReference(starts[1..]);
            Weight = ref MemoryMarshal.GetReference(weight);
            Midpoint = ref MemoryMarshal.GetReference(midpoint);
            Steepness = ref MemoryMarshal.GetReference(steepness);
            Reversal = ref MemoryMarshal.GetReference(reversal);
        }

        /// <summary>Whether every source row exists and the synapses of each target follow those of the one before.</summary>
        public bool Fits(int sourceLength, int lanes)
        {
            foreach (var row in sources)
            {
                if (row < 0 || (row + 1) * lanes > sourceLength)
                    return false;
            }

            for (var target = 0; target < Targets; target++)
            {
                if (starts[target] > starts[target + 1])
                    return false;
            }

            return lanes > 0;
        }
    }

    readonly ref struct Adjoints(ReadOnlySpan<float> conductance, ReadOnlySpan<float> current)
    {
        public readonly ref float Conductance = ref MemoryMarshal.GetReference(conductance);
        public readonly ref float Current = ref MemoryMarshal.GetReference(current);

        /// <summary>Whether a single target gives nothing to its synapses, as most do when the way back begins at one neuron.</summary>
        public bool AreZero(nint at) => Unsafe.Add(ref Conductance, at) == 0 && Unsafe.Add(ref Current, at) == 0;
    }
}
