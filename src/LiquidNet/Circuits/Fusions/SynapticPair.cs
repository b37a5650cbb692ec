using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Circuits.Fusions;

/// <summary>
/// The conductances and the currents of the same synapses, one below the other:
/// <c>y_t = a_t + sum_s w_s sigmoid(k_s (v_s - mu_s))</c> and <c>y_(T+t) = a_(T+t) + sum_s w_s E_s sigmoid(k_s (v_s - mu_s))</c>,
/// with <c>a</c> what the targets have from elsewhere.
/// </summary>
/// <remarks>The sigmoids are not stored: the reverse computes them again, which is cheaper than to write and read them.</remarks>
sealed class SynapticPair : FusedOperator
{
    readonly IndexList sources;
    readonly IndexList starts;

    SynapticPair(SynapticSum conductance, Signal reversal, Signal? addend)
        : base(
            2 * conductance.Rows,
            [
                Concatenation.AtLeast(Tempo.Sample, conductance.Source),
                conductance.Weight, conductance.Midpoint, conductance.Steepness, reversal, .. addend is null ? [] : new[] { addend },
            ])
    {
        (sources, starts) = (conductance.SourceRows, conductance.Starts);
    }

    /// <summary>How many synapses there are.</summary>
    public int Synapses => sources.Items.Length;

    public override object? Attributes => (sources, starts);

    Signal Source => Sources[0];

    Signal Weight => Sources[1];

    Signal Midpoint => Sources[2];

    Signal Steepness => Sources[3];

    Signal Reversal => Sources[4];

    Signal? Addend => Sources.Length == 5 ? null : Sources[5];

    int Targets => Rows / 2;

    /// <summary>
    /// Matches a sum with weights <c>w</c> and one over the same synapses with weights <c>w E</c>, each with what is added to it, if both
    /// have such an addend. A sum without a partner is the upper half of a pair whose lower half nobody reads.
    /// </summary>
    public static Signal? Match(Operator operation, Readers readers)
    {
        if (operation is SynapticSum alone)
            return HalfOf(alone, null, readers);
        foreach (var (addend, signal) in operation.OperandsOf<Sum>().Reverse())
        {
            if (signal is SynapticSum sum && HalfOf(sum, addend, readers) is { } half)
                return half;
        }

        return null;
    }

    public override bool AccumulatesByLane(int source) => source is 0 or 5;

    public override object? CreateWorkspace(Frame frame) =>
        new Workspace { Packed = frame.Lanes == 1 ? new PackedSynapses(sources.Items, starts.Items) : null };

    public override void Prepare(Frame frame) => frame.Workspace<Workspace>(this).Packed?.Pack(
        frame.Value(Weight), frame.Value(Midpoint), frame.Value(Steepness), frame.Value(Reversal));

    public override void Forward(Frame frame)
    {
        var y = frame.Value(this);
        if (Addend is { } addend)
            Broadcasts.WriteCopy(frame.Value(addend), FormOf(addend), Rows, frame.Lanes, y);
        else
            y.Clear();
        var conductance = y[..(Targets * frame.Lanes)];
        var current = y[(Targets * frame.Lanes)..];
        if (frame.Workspace<Workspace>(this).Packed is { } packed)
        {
            packed.AddSum(frame.Value(Source), conductance, current);
            return;
        }

        Kernels.Synapses.AddSum(
            frame.Value(Source), sources.Items, starts.Items, frame.Value(Weight), frame.Value(Midpoint), frame.Value(Steepness),
            frame.Value(Reversal), frame.Lanes, conductance, current);
    }

    public override void BeginReverse(Frame frame)
    {
        var workspace = frame.Workspace<Workspace>(this);
        workspace.Accumulators ??= new AlignedMemory(
            workspace.Packed?.AccumulatorLength ?? Kernels.Synapses.AccumulatorLength(Synapses, frame.Lanes));
        workspace.Accumulators.All.Clear();
    }

    public override void Reverse(Frame frame)
    {
        ReadOnlySpan<float> dy = frame.Adjoint(this);
        if (Addend is { } addend && frame.Wants(addend))
            Broadcasts.AddScaled(dy, 1, Rows, frame.Lanes, perSample: false, frame.Adjoint(addend));
        var dConductance = dy[..(Targets * frame.Lanes)];
        var dCurrent = dy[(Targets * frame.Lanes)..];
        var dSource = frame.Wants(Source) ? frame.Adjoint(Source) : [];
        var workspace = frame.Workspace<Workspace>(this);
        var accumulators = workspace.Accumulators!.All;
        if (workspace.Packed is { } packed)
        {
            packed.AddGradients(frame.Value(Source), dConductance, dCurrent, dSource, accumulators);
            return;
        }

        Kernels.Synapses.AddGradients(
            frame.Value(Source), sources.Items, starts.Items, frame.Value(Weight), frame.Value(Midpoint), frame.Value(Steepness),
            frame.Value(Reversal), dConductance, dCurrent, frame.Lanes, dSource, accumulators);
    }

    public override void Finish(Frame frame)
    {
        var workspace = frame.Workspace<Workspace>(this);
        var accumulators = workspace.Accumulators!.All;
        var dWeight = frame.ConstantAdjoint(Weight);
        var dMidpoint = frame.ConstantAdjoint(Midpoint);
        var dSteepness = frame.ConstantAdjoint(Steepness);
        var dReversal = frame.ConstantAdjoint(Reversal);
        if (workspace.Packed is { } packed)
        {
            packed.AddParameterGradients(
                accumulators, frame.Value(Weight), frame.Value(Steepness), frame.Value(Reversal),
                dWeight, dMidpoint, dSteepness, dReversal);
            return;
        }

        Kernels.Synapses.AddParameterGradients(
            accumulators, frame.Value(Weight), frame.Value(Midpoint), frame.Value(Steepness), frame.Value(Reversal), frame.Lanes,
            dWeight, dMidpoint, dSteepness, dReversal);
    }

    static Broadcast FormOf(Signal addend) => addend.Tempo == Tempo.Constant ? Broadcast.PerNeuron : Broadcast.Equal;

    /// <summary>A sum, with what is added to it, as half of a pair; null where its partner has no addend that fits.</summary>
    static Slice? HalfOf(SynapticSum sum, Signal? addend, Readers readers)
    {
        if (sum.Weight.Tempo != Tempo.Constant || sum.Midpoint.Tempo != Tempo.Constant || sum.Steepness.Tempo != Tempo.Constant)
            throw new InvalidOperationException("Weights, midpoints and steepnesses of synapses have to be made of parameters alone.");
        var (upper, lower, reversal) = PairOf(sum, readers);
        var (start, rows) = (upper == sum ? 0 : sum.Rows, sum.Rows);
        if (addend is null)
            return new Slice(new SynapticPair(upper, reversal, null), start, rows);
        if (lower is null || AddendOf(upper, readers) is not { } above || AddendOf(lower, readers) is not { } below)
            return null;
        return LeadBack(above, below, upper, lower, readers)
            ? null
            : new Slice(new SynapticPair(upper, reversal, new Concatenation(above, below)), start, rows);
    }

    /// <summary>The sum of conductances and that of currents, if there is one, to which a sum belongs, and their reversal
    /// potentials.</summary>
    static (SynapticSum Upper, SynapticSum? Lower, Signal Reversal) PairOf(SynapticSum sum, Readers readers)
    {
        if (PartnersOf(sum, readers).FirstOrDefault(other => ReversalOf(other, sum) is not null) is { } conductance)
            return (conductance, sum, ReversalOf(conductance, sum)!);
        var current = PartnersOf(sum, readers).FirstOrDefault(other => ReversalOf(sum, other) is not null);
        return (sum, current, current is null ? sum.Weight : ReversalOf(sum, current)!);
    }

    /// <summary>
    /// Whether the addends of a pair need the pair itself, perhaps by way of another pair: that takes its own addends along, both of them.
    /// </summary>
    static bool LeadBack(Signal above, Signal below, SynapticSum upper, SynapticSum lower, Readers readers)
    {
        var open = new Stack<Signal>([above, below]);
        var seen = new HashSet<Signal>(ReferenceEqualityComparer.Instance);
        while (open.TryPop(out var signal))
        {
            if (signal == upper || signal == lower)
                return true;
            if (signal is not Operator operation || !seen.Add(signal))
                continue;
            foreach (var source in operation.Sources)
                open.Push(source);
            if (signal is SynapticSum other && PairOf(other, readers) is (var first, { } second, _)
                && AddendOf(first, readers) is { } firstAddend && AddendOf(second, readers) is { } secondAddend)
            {
                open.Push(firstAddend);
                open.Push(secondAddend);
            }
        }

        return false;
    }

    static IEnumerable<SynapticSum> PartnersOf(SynapticSum sum, Readers readers) =>
        readers.Of(sum.Source).OfType<SynapticSum>().Where(other =>
            other.Source == sum.Source && other.Attributes!.Equals(sum.Attributes)
            && other.Midpoint == sum.Midpoint && other.Steepness == sum.Steepness);

    /// <summary>The reversal potentials that make the weights of the one sum those of the other.</summary>
    static Signal? ReversalOf(SynapticSum conductance, SynapticSum current) =>
        current.Weight is Product && current.Weight.Beside(conductance.Weight) is { } reversal && reversal.Rows == conductance.Weight.Rows
            ? reversal
            : null;

    /// <summary>What is added to a sum by the only operator that reads it.</summary>
    static Signal? AddendOf(SynapticSum sum, Readers readers)
    {
        if (!readers.AreSingle(sum) || readers.Of(sum)[0] is not Sum whole)
            return null;
        var addend = whole.Left == sum ? whole.Right : whole.Left;
        return addend.Rows == sum.Rows && addend.Tempo <= sum.Tempo ? addend : null;
    }

    sealed class Workspace
    {
        public PackedSynapses? Packed { get; init; }

        public AlignedMemory? Accumulators { get; set; }
    }
}
