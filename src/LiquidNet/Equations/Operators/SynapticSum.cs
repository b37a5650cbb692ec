using LiquidNet.Kernels;

namespace LiquidNet.Equations.Operators;

/// <summary>
/// The conductances and currents that synapses contribute to their targets, one below the other:
/// <c>y_t = a_t + sum_s w_s sigmoid(k_s (v_s - mu_s))</c> and <c>y_(T+t) = a_(T+t) + sum_s w_s E_s sigmoid(k_s (v_s - mu_s))</c>,
/// with <c>a</c> what the targets have from elsewhere.
/// </summary>
/// <remarks>The sigmoids are not stored: the reverse computes them again, which is cheaper than to write and read them.</remarks>
sealed class SynapticSum(
    Signal source, Signal weight, Signal midpoint, Signal steepness, Signal reversal, int[] sources, int[] starts, Signal? addend = null)
    : Operator(2 * (starts.Length - 1), [source, weight, midpoint, steepness, reversal, .. addend is null ? [] : new[] { addend }])
{
    public Signal Source => Sources[0];

    public Signal Weight => Sources[1];

    public Signal Midpoint => Sources[2];

    public Signal Steepness => Sources[3];

    public Signal Reversal => Sources[4];

    public Signal? Addend => Sources.Length == 5 ? null : Sources[5];

    public int Targets => starts.Length - 1;

    /// <summary>Row of the source signal, per synapse.</summary>
    public ReadOnlySpan<int> SourceRows => sources;

    /// <summary>First synapse of each target, and the number of synapses at the end.</summary>
    public ReadOnlySpan<int> Starts => starts;

    public override object? Attributes => sources;

    public override bool AccumulatesByLane(int source) => source is 0 or 5;

    public override object? CreateWorkspace(Frame frame) => new Workspace { Packed = frame.Lanes == 1 ? new PackedSynapses(sources, starts) : null };

    public override void Prepare(Frame frame) => frame.Workspace<Workspace>(this).Packed?.Pack(
        frame.Value(Weight), frame.Value(Midpoint), frame.Value(Steepness), frame.Value(Reversal));

    public override void Forward(Frame frame)
    {
        var y = frame.Value(this);
        if (Addend is { } addend)
            Broadcasts.WriteCopy(frame.Value(addend), addend.Tempo == Tempo.Constant ? Broadcast.PerNeuron : Broadcast.Equal, Rows, frame.Lanes, y);
        else
            y.Clear();
        var conductance = y[..(Targets * frame.Lanes)];
        var current = y[(Targets * frame.Lanes)..];
        if (frame.Workspace<Workspace>(this).Packed is { } packed)
        {
            packed.AddSum(frame.Value(Source), conductance, current);
            return;
        }

        Synapses.AddSum(
            frame.Value(Source), sources, starts, frame.Value(Weight), frame.Value(Midpoint), frame.Value(Steepness), frame.Value(Reversal),
            frame.Lanes, conductance, current);
    }

    public override void BeginReverse(Frame frame)
    {
        var workspace = frame.Workspace<Workspace>(this);
        if (workspace.Accumulators.Length == 0)
            workspace.Accumulators = new float[Synapses.AccumulatorLength(sources.Length, frame.Lanes)];
        else
            Array.Clear(workspace.Accumulators);
    }

    public override void Reverse(Frame frame)
    {
        ReadOnlySpan<float> dy = frame.Adjoint(this);
        if (Addend is { } addend && frame.Wants(addend))
            Broadcasts.AddScaled(dy, 1, Rows, frame.Lanes, perSample: false, frame.Adjoint(addend));
        Synapses.AddGradients(
            frame.Value(Source), sources, starts, frame.Value(Weight), frame.Value(Midpoint), frame.Value(Steepness), frame.Value(Reversal),
            dy[..(Targets * frame.Lanes)], dy[(Targets * frame.Lanes)..], frame.Lanes,
            frame.Wants(Source) ? frame.Adjoint(Source) : [], frame.Workspace<Workspace>(this).Accumulators);
    }

    public override void Finish(Frame frame) => Synapses.AddParameterGradients(
        frame.Workspace<Workspace>(this).Accumulators,
        frame.Value(Weight), frame.Value(Midpoint), frame.Value(Steepness), frame.Value(Reversal), frame.Lanes,
        frame.ConstantAdjoint(Weight), frame.ConstantAdjoint(Midpoint), frame.ConstantAdjoint(Steepness), frame.ConstantAdjoint(Reversal));

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);

    sealed class Workspace
    {
        public PackedSynapses? Packed { get; init; }

        public float[] Accumulators { get; set; } = [];
    }
}
