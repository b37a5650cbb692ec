using System.Text.Json;

namespace LiquidNet.Tests.Golden;

/// <summary>
/// One folder of golden files and its <c>index.json</c>. The folder is looked up in the output directory or, when the environment
/// variable <c>LIQUIDNET_GOLDEN</c> is set, below the folder it names, so that a larger collection runs through the same tests.
/// </summary>
public sealed class GoldenFolder
{
    const string OverrideVariable = "LIQUIDNET_GOLDEN";
    const int SupportedFormat = 1;

    GoldenFolder(IReadOnlyList<GoldenCase> cases) => Cases = cases;

    public IReadOnlyList<GoldenCase> Cases { get; }

    public GoldenCase this[string name] => Cases.Single(c => c.Name == name);

    public static GoldenFolder Open(string name)
    {
        var root = Environment.GetEnvironmentVariable(OverrideVariable) is { Length: > 0 } chosen
            ? chosen
            : Path.Combine(AppContext.BaseDirectory, "Golden");
        var folder = Path.Combine(root, name);
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "index.json")));
        var index = document.RootElement;

        var format = index.GetProperty("format").GetInt32();
        if (format != SupportedFormat)
            throw new InvalidDataException($"'{folder}' is a golden folder of format {format}; these tests read format {SupportedFormat}.");

        var cases = index.GetProperty("cases").EnumerateArray()
            .Select(entry => new GoldenCase(
                entry.GetProperty("name").GetString()!,
                Path.Combine(folder, entry.GetProperty("file").GetString()!),
                entry.Clone()))
            .ToArray();

        var count = index.GetProperty("count").GetInt32();
        if (cases.Length != count)
            throw new InvalidDataException($"The index of '{folder}' announces {count} cases but lists {cases.Length}.");
        return new GoldenFolder(cases);
    }

    /// <summary>The names of all cases, one a row: the argument of a theory's <c>MemberData</c>.</summary>
    public static TheoryData<string> Names(string folder) => new(Open(folder).Cases.Select(c => c.Name));
}

/// <summary>One golden case: its entry of the index and where its tensors are.</summary>
public sealed record GoldenCase(string Name, string Path, JsonElement Settings)
{
    public SafetensorsFile ReadTensors() => SafetensorsFile.Read(Path);

    public override string ToString() => Name;
}
