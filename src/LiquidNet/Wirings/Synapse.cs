namespace LiquidNet.Wirings;

/// <summary>A directed connection and its sign.</summary>
/// <param name="Source">The neuron that the signal comes from, or, in a table of sensory synapses, the input; from 0.</param>
/// <param name="Target">The neuron that the signal goes to; from 0.</param>
/// <param name="Polarity">+1 if excitatory: it raises the target; -1 if inhibitory: it lowers it.</param>
public readonly record struct Synapse(int Source, int Target, int Polarity)
{
    /// <summary>The synapse in words, such as <c>Synapse { Source = 3, Target = 0, Polarity = -1 }</c>.</summary>
    /// <returns>Source, target and polarity.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"Synapse {{ Source = {Source}, Target = {Target}, Polarity = {Polarity} }}");
}
