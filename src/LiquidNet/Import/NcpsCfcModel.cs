using System.Globalization;
using LiquidNet.Cells;
using LiquidNet.Equations;

namespace LiquidNet.Import;

/// <summary>A dense CfC.</summary>
sealed class NcpsCfcModel(ICheckpointTensors tensors, string file, string prefix, NcpsOptions options) : NcpsModel(tensors, file, prefix)
{
    /// <summary>The indices of the backbone's linear layers: torch counts activations and dropouts among them.</summary>
    readonly int[] backbone =
    [
        .. tensors.Names
            .Select(name => IndexOf(name, $"{prefix}backbone.", ".weight"))
            .OfType<int>()
            .Order(),
    ];

    bool IsPure => Has(Name("w_tau"));

    protected override CfcCell Create()
    {
        var units = Tensor(Name("ff1.bias")).Length;
        var first = Matrix(backbone.Length == 0 ? Name("ff1.weight") : BackboneName(0));
        if (first.Columns <= units)
            throw Broken($"a CfC of {units} neurons cannot have weights for {first.Columns} features: inputs and states come together");
        return new CfcCell(first.Columns - units, units)
        {
            Mode = IsPure ? CfcMode.Pure : options.Mode,
            Activation = options.Activation,
            Dropout = options.Dropout,
            BackboneLayers = backbone.Length,
            BackboneUnits = backbone.Length == 0 ? 1 : first.Rows,
            ProjectionSize = Has($"{Outer}fc.weight") ? Matrix($"{Outer}fc.weight").Rows : null,
        };
    }

    protected override void Fill(ParameterSet parameters, string part)
    {
        for (var layer = 0; layer < backbone.Length; layer++)
        {
            Copy(parameters[$"{part}backbone.{layer}.weight"], BackboneName(layer));
            Copy(parameters[$"{part}backbone.{layer}.bias"], Name($"backbone.{backbone[layer]}.bias"));
        }

        string[] heads = IsPure ? ["ff1"] : ["ff1", "ff2", "time_a", "time_b"];
        foreach (var name in heads.SelectMany(head => new[] { $"{head}.weight", $"{head}.bias" }).Concat(IsPure ? ["w_tau", "A"] : []))
            Copy(parameters[part + name], Name(name));
        foreach (var name in Has($"{Outer}fc.weight") ? (string[])["fc.weight", "fc.bias"] : [])
            Copy(parameters[part + name], Outer + name);
    }

    static int? IndexOf(string name, string start, string end) =>
        name.Length > start.Length + end.Length
        && name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal)
        && int.TryParse(name[start.Length..^end.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;

    string BackboneName(int layer) => Name($"backbone.{backbone[layer]}.weight");
}
