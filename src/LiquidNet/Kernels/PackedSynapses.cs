using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary><see cref="Synapses"/> of a single lane: vectors run across targets instead of lanes.</summary>
/// <remarks>
/// <para>Targets are ordered by their number of synapses and taken in groups as wide as a vector; as the widest one, where all have the
/// same sources or these are few enough for a <see cref="RowSelection"/>. Step i of a group is the i-th synapse of each of its targets; a
/// target that has fewer repeats its first with weight zero. The parameters lie in the order the steps read them, and the sources are
/// copied into that order. Where all targets have the same sources, as in a fully connected table, one value serves all targets of a step,
/// and what is copied serves all groups.</para>
/// <para>Each target adds its synapses in the order of the table, so the sums have the bits of <see cref="Synapses.AddSum"/>.</para>
/// <para>Sums and their reverse may run on several threads at once, <see cref="Pack"/> only alone.</para>
/// </remarks>
sealed partial class PackedSynapses
{
    /// <summary>Rows of a step: midpoint, scaled steepness, weight, weight times reversal potential.</summary>
    const int StepRows = 4;

    /// <summary>Sources are copied for this many steps at once: enough for a copy to have reached the cache when it is read, and few, as
    /// the stack that they take is cleared first.</summary>
    const int StepsPerCopy = 16;

    /// <summary>The same where a step needs a single source.</summary>
    const int SharedSteps = 64;

    readonly int width;
    readonly int[] targets;
    readonly int connected;
    readonly int[] groupEnds;
    readonly int stepsOfAll;
    readonly int[] sources;
    readonly int[] synapses;
    readonly bool[] repeated;
    readonly RowSelection? selectedSources;
    readonly RowSelection? selectedTargets;
    readonly AlignedMemory parameters;

    /// <summary>Lays out a table of synapses as <see cref="Synapses"/> describes it.</summary>
    public PackedSynapses(ReadOnlySpan<int> sources, ReadOnlySpan<int> starts)
    {
        Debug.Assert(starts.Length > 0 && starts[0] == 0 && starts[^1] == sources.Length);
        var counts = new int[starts.Length - 1];
        for (var target = 0; target < counts.Length; target++)
            counts[target] = starts[target + 1] - starts[target];
        var rows = sources.ToArray().DefaultIfEmpty(-1).Max() + 1;
        var isShared = ShareSources(sources, starts);
        width = WideVector.IsSupported && (isShared || RowSelection.CanRead(rows)) ? WideVector.Count : LaneVector.Count;
        targets = [.. Enumerable.Range(0, counts.Length).OrderByDescending(target => counts[target])];
        connected = counts.Count(count => count > 0);

        groupEnds = new int[(connected + width - 1) / width];
        var steps = 0;
        for (var group = 0; group < groupEnds.Length; group++)
            groupEnds[group] = steps += counts[targets[group * width]];

        stepsOfAll = isShared && steps > 0 ? groupEnds[0] : 0;
        this.sources = new int[steps * width];
        synapses = new int[steps * width];
        repeated = new bool[steps * width];
        parameters = new AlignedMemory(steps * width * StepRows);
        for (int step = 0, group = 0, first = 0; step < steps; step++)
        {
            if (step == groupEnds[group])
                first = groupEnds[group++];
            for (var place = 0; place < width; place++)
            {
                var target = targets[Math.Min(group * width + place, connected - 1)];
                var slot = step * width + place;
                repeated[slot] = step - first >= counts[target];
                synapses[slot] = starts[target] + (repeated[slot] ? 0 : step - first);
                this.sources[slot] = sources[synapses[slot]];
            }
        }

        if (!isShared && width == WideVector.Count)
            selectedSources = RowSelection.Of(this.sources, rows);
        if (width == WideVector.Count && RowSelection.CanRead(targets.Length))
        {
            var places = Enumerable.Range(0, groupEnds.Length * width);
            selectedTargets = RowSelection.Of([.. places.Select(place => targets[Math.Min(place, connected - 1)])], targets.Length);
        }
    }

    /// <summary>Takes the parameters of all synapses, once after each change of theirs; allocates nothing.</summary>
    public void Pack(
        ReadOnlySpan<float> weight, ReadOnlySpan<float> midpoint, ReadOnlySpan<float> steepness, ReadOnlySpan<float> reversal)
    {
        var numbers = parameters.All;
        for (var first = 0; first < synapses.Length; first += width)
        {
            var step = numbers.Slice(first * StepRows, width * StepRows);
            for (var place = 0; place < width; place++)
            {
                var synapse = synapses[first + place];
                var isRepeated = repeated[first + place];
                step[place] = midpoint[synapse];
                step[width + place] = steepness[synapse] * Rational.SigmoidScale;
                step[2 * width + place] = isRepeated ? 0f : weight[synapse];
                step[3 * width + place] = isRepeated ? 0f : weight[synapse] * reversal[synapse];
            }
        }
    }

    /// <summary>Whether all targets have the same sources in the same order.</summary>
    static bool ShareSources(ReadOnlySpan<int> sources, ReadOnlySpan<int> starts)
    {
        for (var target = 1; target < starts.Length - 1; target++)
        {
            if (!sources[starts[target]..starts[target + 1]].SequenceEqual(sources[..starts[1]]))
                return false;
        }

        return true;
    }

    /// <summary>Adds to conductance [targets] and current [targets] of one sample; allocates nothing.</summary>
    public void AddSum(ReadOnlySpan<float> source, Span<float> conductance, Span<float> current)
    {
        Debug.Assert(conductance.Length == targets.Length && current.Length == targets.Length);
        if (WideVector.IsSupported && width == WideVector.Count)
            AddSum<WideVector>(source, conductance, current);
        else
            AddSum<LaneVector>(source, conductance, current);
    }

    void AddSum<TLanes>(ReadOnlySpan<float> source, Span<float> conductance, Span<float> current)
        where TLanes : struct, ILanes<TLanes>
    {
        if (stepsOfAll > 0)
        {
            AddSharedSum<TLanes>(source, conductance, current);
            return;
        }

        Span<float> copies = stackalloc float[StepsPerCopy * TLanes.Count];
        Span<float> sums = stackalloc float[2 * TLanes.Count];
        int step = 0, copied = 0;
        for (var group = 0; group < groupEnds.Length; group++)
        {
            Gather<TLanes>(group, conductance, current, sums);
            while (step < groupEnds[group])
            {
                if (step == copied)
                {
                    copied = Math.Min(step + StepsPerCopy, groupEnds[^1]);
                    CopySources<TLanes>(source, step, copied, copies);
                }

                var end = Math.Min(groupEnds[group], copied);
                var from = copies[(step % StepsPerCopy * TLanes.Count)..];
                AddSteps<TLanes, Contiguous>(new Operand<Contiguous>(from, TLanes.Count), step, end, sums);
                step = end;
            }

            Scatter<TLanes>(sums, group, conductance, current);
        }
    }

    void AddSharedSum<TLanes>(ReadOnlySpan<float> source, Span<float> conductance, Span<float> current)
        where TLanes : struct, ILanes<TLanes>
    {
        Span<float> copies = stackalloc float[SharedSteps];
        Span<float> sums = stackalloc float[2 * TLanes.Count];
        for (var first = 0; first < stepsOfAll; first += SharedSteps)
        {
            var end = Math.Min(first + SharedSteps, stepsOfAll);
            CopySharedSources(source, first, end, copies);
            for (var group = 0; group < groupEnds.Length; group++)
            {
                Gather<TLanes>(group, conductance, current, sums);
                var before = group * stepsOfAll;
                AddSteps<TLanes, Spread>(new Operand<Spread>(copies, 1), before + first, before + end, sums);
                Scatter<TLanes>(sums, group, conductance, current);
            }
        }
    }

    /// <summary>Puts the sources of some steps side by side.</summary>
    void CopySources<TLanes>(ReadOnlySpan<float> source, int start, int end, Span<float> copies)
        where TLanes : struct, ILanes<TLanes>
    {
        if (selectedSources is not null)
        {
            selectedSources.Write(source, start, end, copies);
            return;
        }

        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(copies);
        ref var slot = ref sources[start * TLanes.Count];
        for (; start < end; start++)
        {
            for (nint place = 0; place < TLanes.Count; place++)
                Unsafe.Add(ref to, place) = Unsafe.Add(ref from, (nint)Unsafe.Add(ref slot, place));
            slot = ref Unsafe.Add(ref slot, TLanes.Count);
            to = ref Unsafe.Add(ref to, TLanes.Count);
        }
    }

    /// <summary>Puts the sources of some steps side by side, one for all targets.</summary>
    void CopySharedSources(ReadOnlySpan<float> source, int start, int end, Span<float> copies)
    {
        for (var step = start; step < end; step++)
            copies[step - start] = source[sources[step * width]];
    }

    /// <summary>Adds the synapses of some steps of a group, whose sources have been copied, to its two rows of sums.</summary>
    void AddSteps<TLanes, TForm>(Operand<TForm> copies, int start, int end, Span<float> sums)
        where TLanes : struct, ILanes<TLanes>
        where TForm : struct, IOperandForm
    {
        nint row = TLanes.Count;
        ref var step = ref parameters.All[start * TLanes.Count * StepRows];
        ref var totals = ref MemoryMarshal.GetReference(sums);
        TLanes conductance = TLanes.Load(ref totals, 0), current = TLanes.Load(ref totals, row);
        for (nint index = 0; index < end - start; index++)
        {
            var distance = copies.Load<TLanes>(index, 0) - TLanes.Load(ref step, 0);
            var open = Rational.ReciprocalOfOnePlusPowerOfTwo(distance * TLanes.Load(ref step, row));
            conductance = TLanes.MultiplyAdd(TLanes.Load(ref step, 2 * row), open, conductance);
            current = TLanes.MultiplyAdd(TLanes.Load(ref step, 3 * row), open, current);
            step = ref Unsafe.Add(ref step, row * StepRows);
        }

        conductance.Store(ref totals, 0);
        current.Store(ref totals, row);
    }

    /// <summary>Fetches what the targets of a group have so far.</summary>
    void Gather<TLanes>(int group, ReadOnlySpan<float> conductance, ReadOnlySpan<float> current, Span<float> sums)
        where TLanes : struct, ILanes<TLanes>
    {
        if (selectedTargets is not null)
        {
            selectedTargets.Write(conductance, group, group + 1, sums);
            selectedTargets.Write(current, group, group + 1, sums[TLanes.Count..]);
            return;
        }

        var first = group * TLanes.Count;
        sums.Clear();
        for (var place = 0; place < Math.Min(TLanes.Count, connected - first); place++)
        {
            sums[place] = conductance[targets[first + place]];
            sums[TLanes.Count + place] = current[targets[first + place]];
        }
    }

    /// <summary>Hands the sums of a group to its targets.</summary>
    void Scatter<TLanes>(ReadOnlySpan<float> sums, int group, Span<float> conductance, Span<float> current)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var target = ref targets[group * TLanes.Count];
        ref var conductances = ref MemoryMarshal.GetReference(conductance);
        ref var currents = ref MemoryMarshal.GetReference(current);
        ref var totals = ref MemoryMarshal.GetReference(sums);
        ref var drives = ref Unsafe.Add(ref totals, TLanes.Count);
        nint members = Math.Min(TLanes.Count, connected - group * TLanes.Count);
        for (nint place = 0; place < members; place++)
        {
            nint index = Unsafe.Add(ref target, place);
            Unsafe.Add(ref conductances, index) = Unsafe.Add(ref totals, place);
            Unsafe.Add(ref currents, index) = Unsafe.Add(ref drives, place);
        }
    }
}
