namespace LiquidNet.Wirings;

/// <summary>A directed connection and its sign.</summary>
/// <param name="Source">Where the signal comes from: a neuron, or an input in a table of sensory synapses; from 0.</param>
/// <param name="Target">The neuron the signal goes to, from 0.</param>
/// <param name="Polarity">+1: excitatory, pulls the target up; -1: inhibitory, pulls it down.</param>
public readonly record struct Synapse(int Source, int Target, int Polarity)
{
    /// <summary>The synapse with its values.</summary>
    /// <returns>Source, target and polarity.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"Synapse {{ Source = {Source}, Target = {Target}, Polarity = {Polarity} }}");
}
