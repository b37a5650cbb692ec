using System.Text.Json;
using LiquidNet.Cells;
using LiquidNet.Import;
using LiquidNet.Solvers;
using LiquidNet.Tests.Golden;

namespace LiquidNet.Tests.Import;

/// <summary>What the index says of a golden checkpoint, in the library's terms.</summary>
static class GoldenCheckpoint
{
    /// <summary>The file of <c>torch.save</c>.</summary>
    public static string PytorchFile(GoldenCase golden) =>
        Path.Combine(Path.GetDirectoryName(golden.Path)!, golden.Settings.GetProperty("checkpoint").GetString()!);

    /// <summary>What the keys begin with in the file of <c>torch.save</c>.</summary>
    public static string ContainerOf(GoldenCase golden) =>
        golden.Settings.GetProperty("container").GetString() == "training" ? "model_state_dict." : "";

    /// <summary>The model of a file with the keys of a golden one.</summary>
    public static LiquidNetwork Load(GoldenCase golden, string path, string container)
    {
        var options = Options(golden.Settings.GetProperty("settings"));
        if (SafetensorsFile.Read(golden.Path).Contains("head.weight"))
            return NcpsCheckpoint.LoadNetwork(path, $"{container}head.", options);
        var cell = NcpsCheckpoint.LoadCell(path, options);
        return new(cell, new IdentityReadout(cell.OutputSize));
    }

    static NcpsOptions Options(JsonElement settings) => new()
    {
        Unfolds = settings.TryGetProperty("ode_unfolds", out var unfolds) ? unfolds.GetInt32() : UnfoldPolicy.Once,
        Constraints = settings.TryGetProperty("implicit_param_constraints", out var isImplicit)
            ? isImplicit.GetBoolean() ? LtcConstraints.Implicit : LtcConstraints.Explicit
            : null,
        Activation = settings.TryGetProperty("activation", out var activation) && activation.GetString() == "silu"
            ? Activation.Silu
            : Activation.LecunTanh,
        Dropout = settings.TryGetProperty("backbone_dropout", out var dropout) ? dropout.GetSingle() : 0,
    };
}
