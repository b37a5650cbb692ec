using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiquidNet.Kernels;

/// <summary><see cref="Synapses.WriteSum"/> for a single lane: its vectors run across targets instead of lanes.</summary>
/// <remarks>
/// <para>Targets are ordered by their number of synapses and taken in groups as wide as a vector. Step i of a group is the i-th synapse of
/// each of its targets; a target that has fewer repeats its first with weight zero. The parameters lie in the order the steps read them.</para>
/// <para>Where all targets of a group have the same sources, as in a fully connected table, a step reads one source for all of them.
/// Elsewhere the sources are first copied side by side.</para>
/// <para>Each target adds its synapses in the order of the table, so the sums have the bits of <see cref="Synapses.WriteSum"/>.</para>
/// </remarks>
internal sealed class PackedSynapses
{
    /// <summary>Rows of a step: midpoint, scaled steepness, weight, weight times reversal potential.</summary>
    const int StepRows = 4;

    /// <summary>How many steps are copied before they are summed: enough for the copies to have reached the cache.</summary>
    const int StepsPerCopy = 32;

    readonly Group[] groups;
    readonly int[] targets;
    readonly int connected;
    readonly int[] synapses;
    readonly bool[] repeated;
    readonly int[] sources;
    readonly float[] parameters;

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
        groups = new Group[(connected + width - 1) / width];

        var steps = 0;
        for (var group = 0; group < groups.Length; group++)
        {
            var members = targets.AsSpan(group * width, Math.Min(width, connected - group * width));
            groups[group] = new(steps, steps + counts[members[0]], HaveSameSources(members, sources, starts));
            steps = groups[group].End;
        }

        synapses = new int[steps * width];
        repeated = new bool[steps * width];
        this.sources = new int[steps * width];
        parameters = new float[steps * width * StepRows];
        for (var group = 0; group < groups.Length; group++)
        {
            for (var slot = groups[group].Start * width; slot < groups[group].End * width; slot++)
            {
                var member = Math.Min(group * width + slot % width, connected - 1);
                var step = slot / width - groups[group].Start;
                repeated[slot] = step >= counts[targets[member]];
                synapses[slot] = starts[targets[member]] + (repeated[slot] ? 0 : step);
                this.sources[slot] = sources[synapses[slot]];
            }
        }
    }

    /// <summary>Takes the parameters of all synapses, once after each change of theirs; allocates nothing.</summary>
    public void Pack(
        ReadOnlySpan<float> weight, ReadOnlySpan<float> midpoint, ReadOnlySpan<float> steepness, ReadOnlySpan<float> reversal)
    {
        var width = Vector<float>.Count;
        for (var slot = 0; slot < synapses.Length; slot++)
        {
            var synapse = synapses[slot];
            var step = parameters.AsSpan(slot / width * width * StepRows + slot % width);
            var strength = repeated[slot] ? 0f : weight[synapse];
            step[0] = midpoint[synapse];
            step[width] = steepness[synapse] * Rational.SigmoidScale;
            step[2 * width] = strength;
            step[3 * width] = repeated[slot] ? 0f : strength * reversal[synapse];
        }
    }

    /// <summary>Writes conductance [targets] and current [targets] for one sample; allocates nothing.</summary>
    public void WriteSum(ReadOnlySpan<float> source, Span<float> conductance, Span<float> current)
    {
        Debug.Assert(conductance.Length == targets.Length && current.Length == targets.Length);
        Span<float> copies = stackalloc float[StepsPerCopy * Vector<float>.Count];
        for (var index = 0; index < groups.Length; index++)
        {
            var group = groups[index];
            var sums = new Sums(default, default);
            if (group.Shared)
                Add(source, group.Start, group.End, ref sums);
            for (var start = group.Start; start < group.End && !group.Shared; start += StepsPerCopy)
            {
                var end = Math.Min(start + StepsPerCopy, group.End);
                Copy(source, start, end, copies);
                AddCopies(copies, start, end, ref sums);
            }
            Scatter(sums, index, conductance, current);
        }
        foreach (var target in targets.AsSpan(connected))
            conductance[target] = current[target] = 0f;
    }

    /// <summary>Puts the sources of the steps side by side.</summary>
    void Copy(ReadOnlySpan<float> source, int start, int end, Span<float> copies)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        var width = Vector<float>.Count;
        var slots = sources.AsSpan(start * width, (end - start) * width);
        copies = copies[..slots.Length];
        for (var slot = 0; slot < slots.Length; slot++)
            copies[slot] = Unsafe.Add(ref from, slots[slot]);
    }

    /// <summary>Steps whose targets share a source.</summary>
    void Add(ReadOnlySpan<float> source, int start, int end, ref Sums sums)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var slots = ref MemoryMarshal.GetArrayDataReference(sources);
        ref var steps = ref MemoryMarshal.GetArrayDataReference(parameters);
        var total = sums;
        for (nint step = start; step < end; step++)
            total = total.Plus(LaneVector.LoadAll(ref from, Unsafe.Add(ref slots, step * Vector<float>.Count)), ref steps, step);
        sums = total;
    }

    /// <summary>Steps whose sources have been copied.</summary>
    void AddCopies(ReadOnlySpan<float> copies, int start, int end, ref Sums sums)
    {
        ref var from = ref MemoryMarshal.GetReference(copies);
        ref var steps = ref MemoryMarshal.GetArrayDataReference(parameters);
        var total = sums;
        for (nint step = start; step < end; step++)
            total = total.Plus(LaneVector.Load(ref from, (step - start) * Vector<float>.Count), ref steps, step);
        sums = total;
    }

    /// <summary>Hands the sums of a group to its targets.</summary>
    void Scatter(in Sums sums, int group, Span<float> conductance, Span<float> current)
    {
        Span<float> row = stackalloc float[2 * Vector<float>.Count];
        sums.Conductance.Store(ref MemoryMarshal.GetReference(row), 0);
        sums.Current.Store(ref MemoryMarshal.GetReference(row), Vector<float>.Count);
        var first = group * Vector<float>.Count;
        var members = targets.AsSpan(first, Math.Min(Vector<float>.Count, connected - first));
        for (var i = 0; i < members.Length; i++)
        {
            conductance[members[i]] = row[i];
            current[members[i]] = row[Vector<float>.Count + i];
        }
    }

    static bool HaveSameSources(ReadOnlySpan<int> members, ReadOnlySpan<int> sources, ReadOnlySpan<int> starts)
    {
        var first = sources[starts[members[0]]..starts[members[0] + 1]];
        foreach (var member in members)
            if (!first.SequenceEqual(sources[starts[member]..starts[member + 1]]))
                return false;
        return true;
    }

    readonly record struct Group(int Start, int End, bool Shared);

    readonly struct Sums(LaneVector conductance, LaneVector current)
    {
        public readonly LaneVector Conductance = conductance, Current = current;

        /// <summary>These sums and one more synapse of each target.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Sums Plus(LaneVector source, ref readonly float parameters, nint step)
        {
            var width = LaneVector.Count;
            var offset = step * width * StepRows;
            var distance = source - LaneVector.Load(in parameters, offset);
            var open = Rational.ReciprocalOfOnePlusPowerOfTwo(distance * LaneVector.Load(in parameters, offset + width));
            return new(
                LaneVector.MultiplyAdd(LaneVector.Load(in parameters, offset + 2 * width), open, Conductance),
                LaneVector.MultiplyAdd(LaneVector.Load(in parameters, offset + 3 * width), open, Current));
        }
    }
}
