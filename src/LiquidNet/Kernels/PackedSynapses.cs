using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary><see cref="Synapses.AddSum"/> for a single lane: its vectors run across targets instead of lanes.</summary>
/// <remarks>
/// <para>Targets are ordered by their number of synapses and taken in groups as wide as a vector. Step i of a group is the i-th synapse of
/// each of its targets; a target that has fewer repeats its first with weight zero. The parameters lie in the order the steps read them,
/// and the sources are copied into that order: from anywhere, or as one value where all targets of the step share it, as in a fully
/// connected table.</para>
/// <para>Each target adds its synapses in the order of the table, so the sums have the bits of <see cref="Synapses.AddSum"/>.</para>
/// <para><see cref="AddSum"/> may run on several threads at once, <see cref="Pack"/> only alone.</para>
/// </remarks>
sealed class PackedSynapses
{
    /// <summary>Rows of a step: midpoint, scaled steepness, weight, weight times reversal potential.</summary>
    const int StepRows = 4;

    /// <summary>Sources are copied for this many steps at once: few enough for the stack, enough for a copy to have reached the cache
    /// when it is read.</summary>
    const int StepsPerCopy = 32;

    readonly int[] targets;
    readonly int connected;
    readonly int[] groupEnds;
    readonly bool[] shared;
    readonly int[] sources;
    readonly int[] synapses;
    readonly bool[] repeated;
    readonly AlignedMemory parameters;

    /// <summary>Lays out a table of synapses as <see cref="Synapses"/> describes it.</summary>
    public PackedSynapses(ReadOnlySpan<int> sources, ReadOnlySpan<int> starts)
    {
        Debug.Assert(starts.Length > 0 && starts[0] == 0 && starts[^1] == sources.Length);
        var width = Vector<float>.Count;
        var counts = new int[starts.Length - 1];
        for (var target = 0; target < counts.Length; target++)
            counts[target] = starts[target + 1] - starts[target];
        targets = [.. Enumerable.Range(0, counts.Length).OrderByDescending(target => counts[target])];
        connected = counts.Count(count => count > 0);

        groupEnds = new int[(connected + width - 1) / width];
        var steps = 0;
        for (var group = 0; group < groupEnds.Length; group++)
            groupEnds[group] = steps += counts[targets[group * width]];

        shared = new bool[steps];
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

            shared[step] = this.sources.AsSpan(step * width, width).IndexOfAnyExcept(this.sources[step * width]) < 0;
        }
    }

    /// <summary>Takes the parameters of all synapses, once after each change of theirs; allocates nothing.</summary>
    public void Pack(
        ReadOnlySpan<float> weight, ReadOnlySpan<float> midpoint, ReadOnlySpan<float> steepness, ReadOnlySpan<float> reversal)
    {
        var width = Vector<float>.Count;
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

    /// <summary>Adds to conductance [targets] and current [targets] of one sample; allocates nothing.</summary>
    public void AddSum(ReadOnlySpan<float> source, Span<float> conductance, Span<float> current)
    {
        Debug.Assert(conductance.Length == targets.Length && current.Length == targets.Length);
        Span<float> copies = stackalloc float[StepsPerCopy * Vector<float>.Count];
        Span<float> sums = stackalloc float[2 * Vector<float>.Count];
        int step = 0, copied = 0;
        for (var group = 0; group < groupEnds.Length; group++)
        {
            Gather(group, conductance, current, sums);
            while (step < groupEnds[group])
            {
                if (step == copied)
                {
                    copied = Math.Min(step + StepsPerCopy, shared.Length);
                    CopySources(source, step, copied, copies);
                }

                var end = Math.Min(groupEnds[group], copied);
                AddSteps(copies[(step % StepsPerCopy * Vector<float>.Count)..], step, end, sums);
                step = end;
            }

            Scatter(sums, group, conductance, current);
        }
    }

    /// <summary>Puts the sources of some steps side by side.</summary>
    void CopySources(ReadOnlySpan<float> source, int start, int end, Span<float> copies)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(copies);
        ref var slot = ref sources[start * Vector<float>.Count];
        for (; start < end; start++)
        {
            if (shared[start])
            {
                LaneVector.LoadAll(ref from, slot).Store(ref to, 0);
            }
            else
            {
                for (nint place = 0; place < Vector<float>.Count; place++)
                    Unsafe.Add(ref to, place) = Unsafe.Add(ref from, (nint)Unsafe.Add(ref slot, place));
            }

            slot = ref Unsafe.Add(ref slot, Vector<float>.Count);
            to = ref Unsafe.Add(ref to, Vector<float>.Count);
        }
    }

    /// <summary>Adds the synapses of some steps of a group, whose sources have been copied, to its two rows of sums.</summary>
    void AddSteps(ReadOnlySpan<float> copies, int start, int end, Span<float> sums)
    {
        nint width = Vector<float>.Count;
        ref var from = ref MemoryMarshal.GetReference(copies);
        ref var step = ref parameters.All[start * Vector<float>.Count * StepRows];
        ref var totals = ref MemoryMarshal.GetReference(sums);
        LaneVector conductance = LaneVector.Load(ref totals, 0), current = LaneVector.Load(ref totals, width);
        for (; start < end; start++)
        {
            var distance = LaneVector.Load(ref from, 0) - LaneVector.Load(ref step, 0);
            var open = Rational.ReciprocalOfOnePlusPowerOfTwo(distance * LaneVector.Load(ref step, width));
            conductance = LaneVector.MultiplyAdd(LaneVector.Load(ref step, 2 * width), open, conductance);
            current = LaneVector.MultiplyAdd(LaneVector.Load(ref step, 3 * width), open, current);
            from = ref Unsafe.Add(ref from, width);
            step = ref Unsafe.Add(ref step, width * StepRows);
        }

        conductance.Store(ref totals, 0);
        current.Store(ref totals, width);
    }

    /// <summary>Fetches what the targets of a group have so far.</summary>
    void Gather(int group, ReadOnlySpan<float> conductance, ReadOnlySpan<float> current, Span<float> sums)
    {
        var first = group * Vector<float>.Count;
        sums.Clear();
        for (var place = 0; place < Math.Min(Vector<float>.Count, connected - first); place++)
        {
            sums[place] = conductance[targets[first + place]];
            sums[Vector<float>.Count + place] = current[targets[first + place]];
        }
    }

    /// <summary>Hands the sums of a group to its targets.</summary>
    void Scatter(ReadOnlySpan<float> sums, int group, Span<float> conductance, Span<float> current)
    {
        ref var target = ref targets[group * Vector<float>.Count];
        ref var conductances = ref MemoryMarshal.GetReference(conductance);
        ref var currents = ref MemoryMarshal.GetReference(current);
        ref var totals = ref MemoryMarshal.GetReference(sums);
        ref var drives = ref Unsafe.Add(ref totals, Vector<float>.Count);
        nint members = Math.Min(Vector<float>.Count, connected - group * Vector<float>.Count);
        for (nint place = 0; place < members; place++)
        {
            nint index = Unsafe.Add(ref target, place);
            Unsafe.Add(ref conductances, index) = Unsafe.Add(ref totals, place);
            Unsafe.Add(ref currents, index) = Unsafe.Add(ref drives, place);
        }
    }
}
