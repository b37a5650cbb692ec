using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Import.Torch;
using LiquidNet.Solvers;
using LiquidNet.Wirings;

namespace LiquidNet.Import;

/// <summary>The state dictionary that a model has in ncps: its keys, in its order, with the masks that ncps keeps with them.</summary>
sealed class NcpsStateDictionary
{
    static readonly string[] PerSynapse = ["sigma", "mu", "w", "erev"];

    readonly List<StateTensor> tensors = [];

    /// <summary>The tensors in the order of the dictionary.</summary>
    public IReadOnlyList<StateTensor> Tensors => tensors;

    /// <summary>Adds the recurrent layer of a cell: <c>LTC</c> or <c>CfC</c> of <c>ncps.torch</c>.</summary>
    /// <param name="prefix">What its keys begin with.</param>
    /// <param name="cell">The cell.</param>
    /// <exception cref="ArgumentException">ncps has no such cell; the message says what it lacks.</exception>
    public void Add(string prefix, LiquidCell cell)
    {
        var memory = cell as MixedMemoryCell;
        var inner = memory?.Parts.Single().Cell ?? cell;
        if (memory is { Topology: not MixedMemoryTopology.Torch })
            throw Refused("the memory is the input of its cell, as in ncps.keras; that of ncps.torch replaces the cell's state");
        if ((memory ?? (inner is LtcCell ? null : inner)) is { } once && once.Unfolds != UnfoldPolicy.Once)
            throw Refused($"'{once.Name}' has {once.Unfolds}; there, only an LTC has more than one a step");
        var own = $"{prefix}rnn_cell.";
        switch (inner)
        {
            case LtcCell ltc:
                AddLtc(own, ltc);
                break;
            case CfcCell cfc:
                AddCfc(own, cfc);
                break;
            case WiredCfcCell wired:
                AddWiredCfc(own, wired);
                break;
            default:
                throw Refused($"it has LTC, CfC and wired CfC, each with or without a memory, but no '{inner.Name}'");
        }

        foreach (var name in memory is null
            ? [] : (string[])["lstm.input_map.weight", "lstm.input_map.bias", "lstm.recurrent_map.weight"])
        {
            Add(prefix, name, memory!.Parameters[name]);
        }

        foreach (var name in inner.Parameters.TryGet("fc.weight", out _) ? (string[])["fc.weight", "fc.bias"] : [])
            Add(prefix, name, inner.Parameters[name]);
    }

    /// <summary>Adds a linear layer.</summary>
    /// <param name="prefix">What its keys begin with.</param>
    /// <param name="weights">The matrix [inputs x outputs].</param>
    /// <param name="bias">The vector [outputs].</param>
    public void Add(string prefix, Parameter weights, Parameter bias)
    {
        Add($"{prefix}weight", [weights.Columns, weights.Rows], ValuesOf(weights));
        Add($"{prefix}bias", [bias.Rows], ValuesOf(bias));
    }

    void AddLtc(string prefix, LtcCell cell)
    {
        if (cell.Solver is not SemiImplicitEuler)
            throw Refused($"an LTC there is moved by the semi-implicit Euler method, this one by '{cell.Solver}'");
        if (!cell.Unfolds.IsFixed)
            throw Refused($"the LTC has {cell.Unfolds}; there, their number is fixed");
        if (cell.TimespanOffset != 0)
            throw Refused($"the LTC has a {nameof(LtcCell.TimespanOffset)}");
        foreach (var name in (ReadOnlySpan<string>)["gleak", "vleak", "cm"])
            Add(prefix, name, cell.Parameters[name]);
        foreach (var (kind, table) in Tables(cell.Wiring))
        {
            foreach (var name in PerSynapse)
            {
                var values = cell.Parameters.TryGet(kind + name, out var parameter) ? ValuesOf(parameter) : [];
                Add(prefix + kind + name, [table.SourceCount, table.TargetCount], Spread(table, values));
            }
        }

        foreach (var (kind, table) in Tables(cell.Wiring))
        {
            float[] present = [.. Enumerable.Repeat(1f, table.Count)];
            Add($"{prefix}{kind}sparsity_mask", [table.SourceCount, table.TargetCount], Spread(table, present));
        }

        AddMapping($"{prefix}input_", cell, cell.InputMapping, cell.InputSize);
        AddMapping($"{prefix}output_", cell, cell.OutputMapping, cell.OutputSize);
    }

    /// <summary>Where no input reaches a neuron, the equation does without the mapping of inputs: it is still the identity.</summary>
    void AddMapping(string prefix, LtcCell cell, LtcFeatureMapping mapping, int size)
    {
        foreach (var (name, initial) in ((string, float)[])[("w", 1), ("b", 0)])
        {
            if (mapping == LtcFeatureMapping.None || (mapping == LtcFeatureMapping.Linear && name == "b"))
                continue;
            var own = prefix[(prefix.LastIndexOf('.') + 1)..] + name;
            Add(prefix + name, [size], cell.Parameters.TryGet(own, out var parameter)
                ? ValuesOf(parameter)
                : [.. Enumerable.Repeat(initial, size)]);
        }
    }

    void AddCfc(string prefix, CfcCell cell)
    {
        if (cell.Semantics != CfcSemantics.Torch && cell.Mode != CfcMode.Pure)
            throw Refused($"the CfC computes the model of {cell.Semantics}; ncps.torch computes another from the same tensors");
        if (cell.BackboneLayers > 0 && cell.Activation is Activation.Identity or Activation.Softplus)
            throw Refused($"the backbone's activation is {cell.Activation}; there, it is silu, relu, tanh, gelu or lecun_tanh");
        AddPure(prefix, cell.Parameters, "", cell.Mode);
        for (var layer = 0; layer < cell.BackboneLayers; layer++)
        {
            // An activation follows each layer, and a dropout, where there is one, each but the first.
            var index = layer == 0 ? 0 : 2 + (layer - 1) * (cell.Dropout > 0 ? 3 : 2);
            Add($"{prefix}backbone.{index}.", cell.Parameters[$"backbone.{layer}.weight"], cell.Parameters[$"backbone.{layer}.bias"]);
        }

        AddHeads(prefix, cell.Parameters, "", cell.Mode);
    }

    void AddWiredCfc(string prefix, WiredCfcCell cell)
    {
        if (cell.Form != WiredCfcForm.Ncps)
        {
            throw Refused($"the wired CfC obeys its wiring in the form {cell.Form}; that of ncps.torch is " +
                $"{nameof(WiredCfcForm)}.{nameof(WiredCfcForm.Ncps)}");
        }

        var layers = cell.Wiring.Layers;
        for (var layer = 0; layer < layers.Count; layer++)
        {
            var (stored, part) = ($"{prefix}layer_{layer}.", $"{layers[layer].Name}.");
            var mask = MaskOf(cell.Wiring, layer);
            Add($"{stored}sparsity_mask", [layers[layer].Count, mask.Length / layers[layer].Count], mask);
            AddPure(stored, cell.Parameters, part, cell.Mode);
            AddHeads(stored, cell.Parameters, part, cell.Mode);
        }
    }

    void AddPure(string prefix, ParameterSet parameters, string part, CfcMode mode)
    {
        foreach (var name in mode == CfcMode.Pure ? (string[])["w_tau", "A"] : [])
            Add(prefix + name, [1, parameters[part + name].Rows], ValuesOf(parameters[part + name]));
    }

    void AddHeads(string prefix, ParameterSet parameters, string part, CfcMode mode)
    {
        foreach (var head in mode == CfcMode.Pure ? (string[])["ff1"] : ["ff1", "ff2", "time_a", "time_b"])
            Add($"{prefix}{head}.", parameters[$"{part}{head}.weight"], parameters[$"{part}{head}.bias"]);
    }

    /// <summary>Adds a parameter under its own name: torch's (out, in), row-major, are our inputs side by side per output.</summary>
    void Add(string prefix, string name, Parameter parameter) => Add(
        prefix + name,
        name.EndsWith("weight", StringComparison.Ordinal) ? [parameter.Columns, parameter.Rows] : [parameter.Rows],
        ValuesOf(parameter));

    void Add(string key, long[] shape, float[] values)
    {
        if (tensors.Exists(tensor => tensor.Key == key))
            throw new ArgumentException($"Two tensors would have the key '{key}': choose other names for the parts of the model.");
        tensors.Add(new StateTensor(key, shape, values));
    }

    static (string Kind, SynapseTable Table)[] Tables(Wiring wiring) => [("", wiring.Synapses), ("sensory_", wiring.SensorySynapses)];

    /// <summary>One number per synapse as one per pair [sources x targets], zero where there is no synapse.</summary>
    static float[] Spread(SynapseTable table, float[] values)
    {
        var matrix = new float[table.SourceCount * table.TargetCount];
        for (var index = 0; index < values.Length; index++)
            matrix[table[index].Source * table.TargetCount + table[index].Target] = values[index];
        return matrix;
    }

    /// <summary>What a layer sees [neurons x (sources + neurons)]: the layer before it by its synapses, and all of itself.</summary>
    static float[] MaskOf(Wiring wiring, int layer)
    {
        var mask = new List<float>();
        foreach (var target in wiring.Layers[layer].Neurons)
        {
            var before = layer == 0
                ? Enumerable.Range(0, wiring.Inputs).Select(input => wiring.SensorySynapses.Polarity(input, target))
                : wiring.Layers[layer - 1].Neurons.Select(neuron => wiring.Synapses.Polarity(neuron, target));
            mask.AddRange(before.Select(polarity => polarity == 0 ? 0f : 1f));
            mask.AddRange(Enumerable.Repeat(1f, wiring.Layers[layer].Count));
        }

        return [.. mask];
    }

    static float[] ValuesOf(Parameter parameter)
    {
        float[] values = [.. parameter.Values];
        parameter.Projection?.Apply(values);
        return values;
    }

    static ArgumentException Refused(string why) => new($"ncps cannot hold this model: {why}.");
}
