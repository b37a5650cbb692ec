using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Wirings;

namespace LiquidNet.Import;

/// <summary>An LTC: one matrix element per pair of neurons in the file, one number per synapse in the cell.</summary>
sealed class NcpsLtcModel(ICheckpointTensors tensors, string file, string prefix, NcpsOptions options) : NcpsModel(tensors, file, prefix)
{
    static readonly string[] PerNeuron = ["gleak", "vleak", "cm"];
    static readonly string[] PerSynapse = ["w", "mu", "sigma", "erev"];
    static readonly string[] PerFeature = ["input_w", "input_b", "output_w", "output_b"];
    static readonly string[] Conductances = ["w", "sensory_w", "gleak", "cm"];

    LtcCell? cell;

    protected override LtcCell Create()
    {
        var units = Length(Name("gleak"));
        var inputs = Matrix(Name("sensory_w")).Rows;
        var outputs = Has(Name("output_w")) ? Tensor(Name("output_w")).Length : options.MotorNeurons ?? throw NotSaid(
            "The LTC has no output mapping to tell how many motor neurons it has: set "
            + $"{nameof(NcpsOptions)}.{nameof(NcpsOptions.MotorNeurons)}.");
        if (outputs < 1 || outputs > units)
            throw Broken($"{outputs} motor neurons do not fit an LTC of {units} neurons");
        var wiring = Wired(() =>
        {
            var sensory = Synapses("sensory_", inputs, units);
            return new Wiring("ncps", outputs, Layers(units, outputs, sensory), Synapses("", units, units), sensory);
        });
        return cell = new LtcCell(wiring)
        {
            Unfolds = options.Unfolds,
            Constraints = ConstraintsOfFile(),
            Epsilon = options.Epsilon,
            InputMapping = MappingOf("input"),
            OutputMapping = MappingOf("output"),
        };
    }

    protected override void Fill(ParameterSet parameters, string part)
    {
        foreach (var name in PerNeuron.Concat(PerFeature))
        {
            if (parameters.TryGet(part + name, out var parameter))
                Copy(parameter, Name(name));
        }

        Fill(parameters, part, "", cell!.Wiring.Synapses);
        Fill(parameters, part, "sensory_", cell.Wiring.SensorySynapses);
    }

    void Fill(ParameterSet parameters, string part, string kind, SynapseTable table)
    {
        foreach (var name in table.Count == 0 ? [] : PerSynapse)
        {
            var matrix = Tensor(Name(kind + name), [table.SourceCount, table.TargetCount]);
            var values = parameters[part + kind + name].Values;
            for (var index = 0; index < values.Length; index++)
                values[index] = matrix[table[index].Source * table.TargetCount + table[index].Target];
        }
    }

    SynapseTable Synapses(string kind, int sources, int targets)
    {
        var reversals = Tensor(Name($"{kind}erev"), [sources, targets]);
        var mask = Has(Name($"{kind}sparsity_mask")) ? Tensor(Name($"{kind}sparsity_mask"), [sources, targets]) : null;
        var synapses = new List<Synapse>();
        for (var at = 0; at < reversals.Length; at++)
        {
            if (mask is null || mask[at] != 0)
                synapses.Add(new Synapse(at / targets, at % targets, reversals[at] < 0 ? -1 : 1));
        }

        return new SynapseTable(sources, targets, synapses);
    }

    /// <summary>Motor neurons come first; of the others, those that inputs reach are inter neurons, where they stand together.</summary>
    static NeuronLayer[] Layers(int units, int outputs, SynapseTable sensory)
    {
        var reached = sensory.Select(synapse => synapse.Target).ToHashSet();
        if (outputs == units || reached.Any(neuron => neuron < outputs))
            return [new NeuronLayer("neurons", NeuronKind.Inter, 0, units)];
        var inter = Enumerable.Range(outputs, units - outputs).SkipWhile(neuron => !reached.Contains(neuron)).ToArray();
        var command = units - outputs - inter.Length;
        NeuronLayer[] layers =
        [
            new("inter", NeuronKind.Inter, outputs + command, inter.Length),
            new("command", NeuronKind.Command, outputs, command),
            new("motor", NeuronKind.Motor, 0, outputs),
        ];
        return [.. layers.Where(layer => layer.Count > 0)];
    }

    LtcConstraints ConstraintsOfFile()
    {
        var isNegative = Conductances.Any(name => Array.Exists(Tensor(Name(name)), value => value < 0));
        return (options.Constraints, isNegative) switch
        {
            (null, true) => LtcConstraints.Implicit,
            (null, false) => throw NotSaid(
                "The file does not say how its conductances are kept positive: set "
                + $"{nameof(NcpsOptions)}.{nameof(NcpsOptions.Constraints)} "
                + "to Explicit (ncps' default) or, for a model made with implicit_param_constraints=True, to Implicit."),
            (LtcConstraints.Explicit, true) => throw Broken(
                "a conductance is negative, which explicit constraints never allow: the model was trained with implicit ones"),
            ({ } chosen, _) => chosen,
        };
    }

    static ArgumentException NotSaid(string message, string parameterName = nameof(options)) => new(message, parameterName);

    LtcFeatureMapping MappingOf(string side) => (Has(Name($"{side}_w")), Has(Name($"{side}_b"))) switch
    {
        (true, true) => LtcFeatureMapping.Affine,
        (true, false) => LtcFeatureMapping.Linear,
        _ => LtcFeatureMapping.None,
    };
}
