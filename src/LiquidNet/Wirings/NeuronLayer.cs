namespace LiquidNet.Wirings;

/// <summary>A named group of neurons with consecutive ids.</summary>
/// <param name="Name">The name of the layer; unique in its wiring.</param>
/// <param name="Kind">The role of its neurons. Outputs count as motor neurons whatever the kind of their layer.</param>
/// <param name="First">The smallest neuron id of the layer.</param>
/// <param name="Count">How many neurons it has, at least 1.</param>
public sealed record NeuronLayer(string Name, NeuronKind Kind, int First, int Count)
{
    /// <summary>The ids of the layer's neurons, ascending.</summary>
    public IEnumerable<int> Neurons => Enumerable.Range(First, Count);

    /// <summary>Whether a neuron belongs to the layer.</summary>
    /// <param name="neuron">A neuron id.</param>
    /// <returns><see langword="true"/> when the id lies in the layer.</returns>
    public bool Contains(int neuron) => neuron >= First && neuron - First < Count;
}
