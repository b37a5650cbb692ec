using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Wirings;

namespace LiquidNet.Import;

/// <summary>A CfC on a wiring: one CfC without backbone per layer of neurons, whose heads are masked.</summary>
sealed class NcpsWiredCfcModel(ICheckpointTensors tensors, string file, string prefix, NcpsOptions options)
    : NcpsModel(tensors, file, prefix)
{
    static readonly string[] PolicyLayers = ["inter", "command", "motor"];

    WiredCfcCell? cell;

    bool IsPure => Has(Name("layer_0.w_tau"));

    protected override WiredCfcCell Create() => cell = new WiredCfcCell(Wired(Wiring))
    {
        Mode = IsPure ? CfcMode.Pure : options.Mode,
        Form = WiredCfcForm.Ncps,
        ProjectionSize = Has($"{Outer}fc.weight") ? Matrix($"{Outer}fc.weight").Rows : null,
    };

    protected override void Fill(ParameterSet parameters, string part)
    {
        string[] heads = IsPure ? ["ff1"] : ["ff1", "ff2", "time_a", "time_b"];
        for (var layer = 0; layer < cell!.Wiring.Layers.Count; layer++)
        {
            var (own, stored) = ($"{part}{cell.Wiring.Layers[layer].Name}.", $"layer_{layer}.");
            foreach (var name in heads.SelectMany(head => new[] { $"{head}.weight", $"{head}.bias" }).Concat(IsPure ? ["w_tau", "A"] : []))
                Copy(parameters[own + name], Name(stored + name));
            foreach (var head in heads.Where(head => head is "ff1" or "ff2"))
                Mask(parameters[$"{own}{head}.weight"], Tensor(Name($"{stored}sparsity_mask")));
        }

        foreach (var name in Has($"{Outer}fc.weight") ? (string[])["fc.weight", "fc.bias"] : [])
            Copy(parameters[part + name], Outer + name);
    }

    static void Mask(Parameter parameter, float[] mask)
    {
        for (var index = 0; index < mask.Length; index++)
            parameter.Values[index] *= mask[index];
    }

    /// <summary>Layers are counted from the inputs, neurons from the motor layer; each layer sees the one before it.</summary>
    Wiring Wiring()
    {
        var sizes = new List<int> { Length(Name("layer_0.ff1.bias")) };
        while (Has(Name($"layer_{sizes.Count}.ff1.bias")))
            sizes.Add(Length(Name($"layer_{sizes.Count}.ff1.bias")));
        var units = sizes.Sum();
        var inputs = Matrix(Name("layer_0.sparsity_mask")).Columns - sizes[0];
        if (inputs < 1)
            throw Broken($"the mask of layer 0 has no column for an input beside its {sizes[0]} neurons");
        var layers = new NeuronLayer[sizes.Count];
        var (sensory, inner) = (new List<Synapse>(), new List<Synapse>());
        for (var layer = 0; layer < layers.Length; layer++)
        {
            var (size, sources) = (sizes[layer], layer == 0 ? inputs : sizes[layer - 1]);
            var isLast = layer == layers.Length - 1;
            var name = layers.Length == PolicyLayers.Length ? PolicyLayers[layer] : $"layer_{layer}";
            layers[layer] = new NeuronLayer(
                name, isLast ? NeuronKind.Motor : layer == 0 ? NeuronKind.Inter : NeuronKind.Command, sizes.Skip(layer + 1).Sum(), size);
            var mask = Tensor(Name($"layer_{layer}.sparsity_mask"), [size, sources + size]);
            for (var target = 0; target < size; target++)
            {
                for (var source = 0; source < sources; source++)
                {
                    if (mask[target * (sources + size) + source] == 0)
                        continue;
                    var end = layers[layer].First + target;
                    if (layer == 0)
                        sensory.Add(new Synapse(source, end, 1));
                    else
                        inner.Add(new Synapse(layers[layer - 1].First + source, end, 1));
                }
            }
        }

        return new Wiring("ncps", sizes[^1], layers, new SynapseTable(units, units, inner), new SynapseTable(inputs, units, sensory));
    }
}
