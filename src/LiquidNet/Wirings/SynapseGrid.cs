namespace LiquidNet.Wirings;

/// <summary>Synapses while they are drawn: a later one between the same two neurons replaces the earlier.</summary>
sealed class SynapseGrid(int sources, int targets)
{
    readonly sbyte[] polarities = new sbyte[sources * targets];

    /// <summary>Sets the synapse between a source and a target.</summary>
    public void Connect(int source, int target, int polarity) => polarities[source * targets + target] = (sbyte)polarity;

    /// <summary>The synapses as they are now.</summary>
    public SynapseTable ToTable()
    {
        var synapses = new List<Synapse>();
        for (var target = 0; target < targets; target++)
        {
            for (var source = 0; source < sources; source++)
            {
                if (polarities[source * targets + target] is var polarity and not 0)
                    synapses.Add(new Synapse(source, target, polarity));
            }
        }

        return new SynapseTable(sources, targets, synapses);
    }
}
