using System.Text.Json;
using LiquidNet.Cells;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Golden;

/// <summary>LTC cells as golden files describe them: one matrix element per pair of neurons there, one number per synapse here.</summary>
sealed class NcpsLtc
{
    static readonly string[] PerNeuron = ["gleak", "vleak", "cm"];
    static readonly string[] PerSynapse = ["w", "mu", "sigma", "erev"];
    static readonly string[] PerFeature = ["input_w", "input_b", "output_w", "output_b"];

    readonly SafetensorsFile file;
    readonly JsonElement entry;
    readonly JsonElement settings;
    readonly string filePrefix;

    public NcpsLtc(GoldenCase golden)
    {
        file = golden.ReadTensors();
        entry = golden.Settings;
        settings = entry.GetProperty("settings");
        filePrefix = file.Contains("rnn_cell.w") ? "rnn_cell." : "";
        Cell = Create();
    }

    /// <summary>The cell, without the memory that may be in front of it.</summary>
    public LtcCell Cell { get; }

    /// <summary>Whether an LSTM is in front of the cell.</summary>
    public bool HasMemory => entry.GetProperty("mixed_memory").GetBoolean();

    /// <summary>The cell with its memory, if any, and where the file keeps the values.</summary>
    public GoldenModel Model()
    {
        if (!HasMemory)
            return TakeCell(new GoldenModel(Cell, file), "");
        var model = new GoldenModel(new MixedMemoryCell(Cell), file) { States = ["h", "c"] };
        return TakeCell(model, "cell.")
            .Take("lstm.input_map.weight")
            .Take("lstm.input_map.bias")
            .Take("lstm.recurrent_map.weight");
    }

    /// <summary>For a parameter of the cell: its tensor, and which elements of the tensor it holds.</summary>
    public (string Tensor, int[] Elements) Place(string parameter)
    {
        var table = parameter.StartsWith("sensory_", StringComparison.Ordinal) ? Cell.Wiring.SensorySynapses : Cell.Wiring.Synapses;
        return PerSynapse.Contains(parameter.Replace("sensory_", "", StringComparison.Ordinal))
            ? (filePrefix + parameter, [.. table.Select(synapse => synapse.Source * table.TargetCount + synapse.Target)])
            : (filePrefix + parameter, [.. Enumerable.Range(0, Cell.Parameters[parameter].Values.Length)]);
    }

    GoldenModel TakeCell(GoldenModel model, string part)
    {
        foreach (var name in PerNeuron.Concat(PerSynapse).Concat(PerSynapse.Select(name => "sensory_" + name)).Concat(PerFeature))
        {
            if (!Cell.Parameters.TryGet(name, out _))
                continue;
            var (tensor, elements) = Place(name);
            model.TakeElements(part + name, tensor, elements);
        }

        return model;
    }

    LtcCell Create()
    {
        var inputs = entry.GetProperty("I").GetInt32();
        WiringSpecification wiring = settings.TryGetProperty("wiring", out var kind)
            ? NcpsWiring.Specification(kind.GetString()!, settings.GetProperty("wiring_args"))
            : new FullyConnected(entry.GetProperty("H").GetInt32());
        var isImplicit = settings.TryGetProperty("implicit_param_constraints", out var constraints) && constraints.GetBoolean();
        return new LtcCell(inputs, wiring)
        {
            Unfolds = settings.GetProperty("ode_unfolds").GetInt32(),
            InputMapping = Mapped("input_mapping"),
            OutputMapping = Mapped("output_mapping"),
            Constraints = isImplicit ? LtcConstraints.Implicit : LtcConstraints.Explicit,
            Epsilon = settings.GetProperty("epsilon").GetSingle(),
            TimespanOffset = settings.TryGetProperty("elapsed_offset", out var offset) ? offset.GetSingle() : 0,
        };
    }

    LtcFeatureMapping Mapped(string name) => Enum.Parse<LtcFeatureMapping>(settings.GetProperty(name).GetString()!, ignoreCase: true);
}
