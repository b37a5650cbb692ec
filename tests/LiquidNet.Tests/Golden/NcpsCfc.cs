using System.Text.Json;
using LiquidNet.Cells;

namespace LiquidNet.Tests.Golden;

/// <summary>CfC cells as indexes of golden files describe them, and where ncps and the paper's code keep their parameters.</summary>
sealed class NcpsCfc
{
    readonly GoldenCase golden;
    readonly SafetensorsFile file;
    readonly JsonElement settings;
    readonly CfcSemantics semantics;
    readonly bool isMixed;
    readonly bool isWired;
    readonly CfcMode mode;
    readonly int inputs;
    readonly int units;

    NcpsCfc(GoldenCase golden)
    {
        this.golden = golden;
        file = golden.ReadTensors();
        settings = golden.Settings.GetProperty("settings");
        semantics = golden.Settings.GetProperty("semantics").GetString() switch
        {
            "ncps.torch" => CfcSemantics.Torch,
            "ncps.keras" or "ncps.tf" => CfcSemantics.Keras,
            "paper.tf" => CfcSemantics.PaperTf,
            var other => throw new NotSupportedException($"'{other}' is no semantics of CfC that these tests know."),
        };
        isMixed = golden.Settings.GetProperty("mixed_memory").GetBoolean();
        isWired = golden.Settings.GetProperty("cell").GetString() == "cfc_wired";
        mode = settings.GetProperty("mode").GetString() switch
        {
            "default" => CfcMode.Default,
            "no_gate" => CfcMode.NoGate,
            "pure" => CfcMode.Pure,
            var other => throw new NotSupportedException($"'{other}' is no mode of CfC that these tests know."),
        };
        inputs = golden.Settings.GetProperty("I").GetInt32();
        units = golden.Settings.GetProperty("H").GetInt32();
    }

    bool IsTorch => semantics == CfcSemantics.Torch;

    int BackboneLayers => isWired ? 0 : settings.GetProperty("backbone_layers").GetInt32();

    double Dropout => settings.TryGetProperty("backbone_dropout", out var rate) && rate.ValueKind == JsonValueKind.Number
        ? rate.GetDouble()
        : 0;

    int? ProjectionSize => settings.TryGetProperty("proj_size", out var size) && size.ValueKind == JsonValueKind.Number
        ? size.GetInt32()
        : null;

    /// <summary>Whether the cases are of this kind.</summary>
    public static bool Describes(GoldenCase golden) => golden.Settings.GetProperty("cell").GetString() is "cfc" or "cfc_wired";

    /// <summary>The model of a case, with all its parameters taken from the file.</summary>
    public static GoldenModel Model(GoldenCase golden) => new NcpsCfc(golden).Model();

    GoldenModel Model()
    {
        var inner = Cell(isMixed && !IsTorch ? units : inputs);
        LiquidCell cell = !isMixed ? inner : IsTorch ? new MixedMemoryCell(inner) : MixedMemoryCell.AsInput(inputs, inner);
        var model = new GoldenModel(cell, file) { States = isMixed ? ["h", "c"] : ["h"] };
        var prefix = isMixed ? "cell." : "";
        if (isMixed)
            TakeMemory(model);
        for (var layer = 0; layer < BackboneLayers; layer++)
            TakeMap(model, $"{prefix}backbone.{layer}", IsTorch ? $"rnn_cell.backbone.{TorchIndex(layer)}" : $"backbone{layer}");
        if (inner is WiredCfcCell wired)
        {
            for (var layer = 0; layer < wired.Wiring.Layers.Count; layer++)
                TakeHeads(model, $"{prefix}{wired.Wiring.Layers[layer].Name}.", IsTorch ? $"rnn_cell.layer_{layer}." : $"layer_{layer}/");
        }
        else
        {
            TakeHeads(model, prefix, IsTorch ? "rnn_cell." : "");
        }

        if (ProjectionSize is not null)
            TakeMap(model, $"{prefix}fc", "fc");
        return model;
    }

    LiquidCell Cell(int features) => isWired
        ? new WiredCfcCell(
            features, NcpsWiring.Specification(settings.GetProperty("wiring").GetString()!, settings.GetProperty("wiring_args")))
        {
            Mode = mode,
            Form = IsTorch ? WiredCfcForm.Ncps : WiredCfcForm.Keras,
            ProjectionSize = ProjectionSize,
        }
        : new CfcCell(features, units)
        {
            Mode = mode,
            Semantics = semantics,
            Activation = settings.GetProperty("activation").GetString() switch
            {
                "lecun_tanh" => Activation.LecunTanh,
                "tanh" => Activation.Tanh,
                "relu" => Activation.Relu,
                "silu" => Activation.Silu,
                "gelu" => Activation.Gelu,
                "softplus" => Activation.Softplus,
                var other => throw new NotSupportedException($"'{other}' is no activation of CfC that these tests know."),
            },
            BackboneLayers = BackboneLayers,
            BackboneUnits = BackboneLayers == 0 ? 1 : settings.GetProperty("backbone_units").GetInt32(),
            Dropout = (float)Dropout,
            ProjectionSize = ProjectionSize,
        };

    /// <summary>Torch counts activations and dropouts among the layers; the first layer has no dropout.</summary>
    int TorchIndex(int layer) => Dropout > 0 && layer > 0 ? 3 * layer - 1 : 2 * layer;

    void TakeMemory(GoldenModel model)
    {
        if (IsTorch)
        {
            model.Take("lstm.input_map.weight").Take("lstm.recurrent_map.weight").Take("lstm.input_map.bias");
        }
        else
        {
            model.TakeTransposed("lstm.input_map.weight", "input_kernel").TakeTransposed("lstm.recurrent_map.weight", "recurrent_kernel")
                .Take("lstm.input_map.bias", "bias");
        }
    }

    void TakeHeads(GoldenModel model, string prefix, string path)
    {
        var mask = isWired ? $"{path}sparsity_mask" : null;
        TakeMap(model, $"{prefix}ff1", $"{path}ff1", mask);
        if (mode == CfcMode.Pure)
        {
            model.Take($"{prefix}w_tau", $"{path}w_tau").Take($"{prefix}A", $"{path}A");
            return;
        }

        TakeMap(model, $"{prefix}ff2", $"{path}ff2", mask);
        TakeMap(model, $"{prefix}time_a", $"{path}time_a");
        TakeMap(model, $"{prefix}time_b", $"{path}time_b");
    }

    /// <summary>
    /// Takes weights and bias; what a mask multiplies there is a single parameter here, and so the mask's sign is in its gradient too.
    /// </summary>
    void TakeMap(GoldenModel model, string parameter, string stem, string? mask = null)
    {
        var weights = Existing($"{stem}.weight", $"{stem}/kernel", $"{stem}_weight");
        var (rows, columns) = (file.Shape(weights)[0], file.Shape(weights)[1]);
        var factors = mask is null ? null : file.Doubles(mask);
        model.Take($"{parameter}.weight", read =>
        {
            var values = read(weights);
            if (factors is not null)
                values = [.. values.Zip(factors, (value, factor) => value * factor)];
            return IsTorch
                ? values
                : [.. Enumerable.Range(0, values.Length).Select(index => values[index % rows * columns + index / rows])];
        });
        model.Take($"{parameter}.bias", Existing($"{stem}.bias", $"{stem}/bias", $"{stem}_bias"));
    }

    string Existing(params string[] names) => Array.Find(names, file.Contains)
        ?? throw new InvalidDataException($"Case '{golden.Name}' has none of the tensors {string.Join(", ", names)}.");
}
