using LiquidNet.Equations;

namespace LiquidNet.Cells.Blocks;

/// <summary>The parameters of an LTC cell, made when an equation first asks for them: only then the options are final.</summary>
sealed class LtcParameters
{
    public LtcParameters(LtcCell cell, int seed)
    {
        var ranges = new LtcRanges(cell.Constraints, cell.Initialization, seed);
        var units = cell.StateSize;
        LeakConductance = ranges.Positive("gleak", units, low: 0.001f, high: 1);
        LeakPotential = ranges.Free("vleak", units, low: -0.2f, high: 0.2f);
        Capacitance = ranges.Positive("cm", units, low: 0.4f, high: 0.6f);
        Synapses = LtcSynapses.Of(cell.Wiring.Synapses, "", ranges, cell.FixedPolarity);
        SensorySynapses = LtcSynapses.Of(cell.Wiring.SensorySynapses, "sensory_", ranges, cell.FixedPolarity);
        Input = new FeatureMap("input", cell.InputSize, cell.InputMapping);
        Output = new FeatureMap("output", cell.OutputSize, cell.OutputMapping);
    }

    public Parameter LeakConductance { get; }

    public Parameter LeakPotential { get; }

    public Parameter Capacitance { get; }

    public LtcSynapses? Synapses { get; }

    public LtcSynapses? SensorySynapses { get; }

    public FeatureMap Input { get; }

    public FeatureMap Output { get; }
}
