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

    string[] Heads => IsPure ? ["ff1"] : ["ff1", "ff2", "time_a", "time_b"];

    protected override CfcCell Create()
    {
        var units = Length(Name("ff1.bias"));
        var first = Matrix(backbone.Length == 0 ? Name("ff1.weight") : BackboneName(0));
        if (first.Columns <= units)
            throw Broken($"a CfC of {units} neurons cannot have weights for {first.Columns} features: inputs and states come together");
        CheckWeights(first, units);
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

        foreach (var name in Heads.SelectMany(head => new[] { $"{head}.weight", $"{head}.bias" }).Concat(IsPure ? ["w_tau", "A"] : []))
            Copy(parameters[part + name], Name(name));
        foreach (var name in Has($"{Outer}fc.weight") ? (string[])["fc.weight", "fc.bias"] : [])
            Copy(parameters[part + name], Outer + name);
    }

    /// <summary>A few numbers can state sizes whose products are large: each matrix has to be in the file.</summary>
    void CheckWeights((int Rows, int Columns) first, int units)
    {
        for (var layer = 1; layer < backbone.Length; layer++)
            Expect(BackboneName(layer), [first.Rows, first.Rows]);
        foreach (var head in Heads)
            Expect(Name($"{head}.weight"), [units, backbone.Length == 0 ? first.Columns : first.Rows]);
        if (Has($"{Outer}fc.weight"))
            Expect($"{Outer}fc.weight", [Matrix($"{Outer}fc.weight").Rows, units]);
    }

    static int? IndexOf(string name, string start, string end) =>
        name.Length > start.Length + end.Length
        && name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal)
        && int.TryParse(name[start.Length..^end.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;

    string BackboneName(int layer) => Name($"backbone.{backbone[layer]}.weight");
}
