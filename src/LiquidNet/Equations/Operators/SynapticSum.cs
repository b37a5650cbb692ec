namespace LiquidNet.Equations.Operators;

/// <summary>What synapses contribute to their targets: <c>y_t = sum_s w_s sigmoid(k_s (v_s - mu_s))</c>.</summary>
/// <remarks>A circuit computes it as half of a pair, conductance and current of the same synapses.</remarks>
sealed class SynapticSum(Signal source, Signal weight, Signal midpoint, Signal steepness, IndexList sources, IndexList starts)
    : Operator(starts.Items.Length - 1, source, weight, midpoint, steepness)
{
    public Signal Source => Sources[0];

    public Signal Weight => Sources[1];

    public Signal Midpoint => Sources[2];

    public Signal Steepness => Sources[3];

    /// <summary>Row of the source signal, per synapse.</summary>
    public IndexList SourceRows => sources;

    /// <summary>First synapse of each target, and the number of synapses at the end.</summary>
    public IndexList Starts => starts;

    public override object? Attributes => (sources, starts);

    public override void Forward(Frame frame) => throw Unpaired();

    public override void Reverse(Frame frame) => throw Unpaired();

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);

    static InvalidOperationException Unpaired() => new("A circuit computes synaptic sums in pairs.");
}
