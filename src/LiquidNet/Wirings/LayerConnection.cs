using LiquidNet.Checks;
using LiquidNet.Seeding;

namespace LiquidNet.Wirings;

/// <summary>One rule of a <see cref="LayeredWiring"/>: how the neurons of one layer connect to those of another.</summary>
abstract record LayerConnection(string From, string To)
{
    /// <summary>Throws when layers of these sizes cannot be connected so.</summary>
    public virtual void Check(int sources, int targets)
    {
    }

    /// <summary>Draws the synapses.</summary>
    public abstract void Draw(SynapseGrid grid, NeuronRange sources, NeuronRange targets, MersenneTwister random);
}

/// <summary>Every source connects to a number of targets.</summary>
sealed record FanOutConnection(string From, string To, int Synapses) : LayerConnection(From, To)
{
    public override void Check(int sources, int targets) => Require.Between(Synapses, 1, targets, $"The fan-out of '{From}'",
        $"a neuron of '{From}' connects to neurons of '{To}', of which there are {targets}", "synapses");

    public override void Draw(SynapseGrid grid, NeuronRange sources, NeuronRange targets, MersenneTwister random) =>
        RandomConnections.FanOut(grid, sources, targets, Synapses, mostForForgotten: sources.Count, random);
}

/// <summary>Every target receives from a number of sources.</summary>
sealed record FanInConnection(string From, string To, int Synapses) : LayerConnection(From, To)
{
    public override void Check(int sources, int targets) => Require.Between(Synapses, 1, sources, $"The fan-in of '{To}'",
        $"a neuron of '{To}' receives from neurons of '{From}', of which there are {sources}", "synapses");

    public override void Draw(SynapseGrid grid, NeuronRange sources, NeuronRange targets, MersenneTwister random) =>
        RandomConnections.FanIn(grid, sources, targets, Synapses, random);
}

/// <summary>A number of random pairs within one layer.</summary>
sealed record RecurrentConnection(string Layer, int Synapses) : LayerConnection(Layer, Layer)
{
    public override void Check(int sources, int targets) =>
        Require.AtLeast(Synapses, 0, $"The number of recurrent synapses of '{Layer}'", "it is a number of draws", "synapses");

    public override void Draw(SynapseGrid grid, NeuronRange sources, NeuronRange targets, MersenneTwister random) =>
        RandomConnections.Recurrent(grid, sources, Synapses, random);
}

/// <summary>Every source connects to every target.</summary>
sealed record DenseConnection(string From, string To) : LayerConnection(From, To)
{
    public override void Draw(SynapseGrid grid, NeuronRange sources, NeuronRange targets, MersenneTwister random) =>
        RandomConnections.Dense(grid, sources, targets, random);
}

/// <summary>A single synapse that is not left to chance.</summary>
sealed record SingleConnection(string From, int Source, string To, int Target, int Polarity) : LayerConnection(From, To)
{
    public override void Check(int sources, int targets)
    {
        Require.Between(Source, 0, sources - 1, $"The neuron of '{From}'", $"neurons count from 0, and there are {sources}", "source");
        Require.Between(Target, 0, targets - 1, $"The neuron of '{To}'", $"neurons count from 0, and there are {targets}", "target");
        Require.Sign(Polarity, $"The polarity from '{From}' to '{To}'", "polarity");
    }

    public override void Draw(SynapseGrid grid, NeuronRange sources, NeuronRange targets, MersenneTwister random) =>
        grid.Connect(sources[Source], targets[Target], Polarity);
}
