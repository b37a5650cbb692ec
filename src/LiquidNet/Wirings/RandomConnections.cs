using LiquidNet.Seeding;

namespace LiquidNet.Wirings;

/// <summary>How two layers are connected at random: the steps a neural circuit policy is made of, in ncps' order of draws.</summary>
static class RandomConnections
{
    /// <summary>
    /// Connects every source to <paramref name="fanOut"/> targets; then every target that was forgotten to as many sources as the
    /// others have on average, at least one and at most <paramref name="mostForForgotten"/>.
    /// </summary>
    public static void FanOut(
        SynapseGrid grid, NeuronRange sources, NeuronRange targets, int fanOut, int mostForForgotten, MersenneTwister random)
    {
        var chosen = new bool[targets.Count];
        for (var source = 0; source < sources.Count; source++)
        {
            foreach (var target in random.Choose(targets.Count, fanOut))
            {
                chosen[target] = true;
                grid.Connect(sources[source], targets[target], random.NextPolarity());
            }
        }

        var average = Average(sources.Count, fanOut, targets.Count, mostForForgotten);
        for (var target = 0; target < targets.Count; target++)
        {
            if (!chosen[target])
            {
                foreach (var source in random.Choose(sources.Count, average))
                    grid.Connect(sources[source], targets[target], random.NextPolarity());
            }
        }
    }

    /// <summary>
    /// Connects every target to <paramref name="fanIn"/> sources; then every source that was forgotten to as many targets as the
    /// others have on average, at least one.
    /// </summary>
    public static void FanIn(SynapseGrid grid, NeuronRange sources, NeuronRange targets, int fanIn, MersenneTwister random)
    {
        var chosen = new bool[sources.Count];
        for (var target = 0; target < targets.Count; target++)
        {
            foreach (var source in random.Choose(sources.Count, fanIn))
            {
                chosen[source] = true;
                grid.Connect(sources[source], targets[target], random.NextPolarity());
            }
        }

        var average = Average(targets.Count, fanIn, sources.Count, targets.Count);
        for (var source = 0; source < sources.Count; source++)
        {
            if (!chosen[source])
            {
                foreach (var target in random.Choose(targets.Count, average))
                    grid.Connect(sources[source], targets[target], random.NextPolarity());
            }
        }
    }

    /// <summary>Draws synapses within a layer; a pair that is drawn again keeps the later polarity.</summary>
    public static void Recurrent(SynapseGrid grid, NeuronRange layer, int synapses, MersenneTwister random)
    {
        for (var i = 0; i < synapses; i++)
        {
            var source = (int)random.Below(layer.Count);
            var target = (int)random.Below(layer.Count);
            grid.Connect(layer[source], layer[target], random.NextPolarity());
        }
    }

    /// <summary>Connects every source to every target.</summary>
    public static void Dense(SynapseGrid grid, NeuronRange sources, NeuronRange targets, MersenneTwister random)
    {
        for (var source = 0; source < sources.Count; source++)
        {
            for (var target = 0; target < targets.Count; target++)
                grid.Connect(sources[source], targets[target], random.NextPolarity());
        }
    }

    static int Average(int neurons, int synapsesEach, int others, int most) =>
        (int)Math.Clamp((long)neurons * synapsesEach / others, 1, most);
}
