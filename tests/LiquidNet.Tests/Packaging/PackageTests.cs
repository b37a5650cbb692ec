using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace LiquidNet.Tests.Packaging;

[Trait("Category", "Packaging")]
public sealed class PackageTests(PackedLibrary package) : IClassFixture<PackedLibrary>
{
    const string Program = """
        using System.Reflection;
        using LiquidNet;
        using LiquidNet.Cells;
        using LiquidNet.Data;
        using LiquidNet.Training;

        var (train, test) = ImageSequences.Rows(SyntheticSequences.Images(count: 500, seed: 1)).Split(0.8, seed: 1);
        var network = LiquidNetwork.Classifier(new CfcCell(train.Features, units: 16), train.Classes);
        var trainer = new Trainer(network, new() { Epochs = 10, Optimizer = new Adam(0.003f) });
        var history = trainer.Fit(train);
        Console.WriteLine(typeof(LiquidNetwork).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
        var learned = history.Epochs.Min(epoch => epoch.Loss) < 0.9 * history.Epochs[0].Loss;
        Console.WriteLine(learned && trainer.Evaluate(test).Count == test.Count ? "learned" : "did not learn");
        """;

    const string Exporter = "LiquidNet.Onnx";

    const string ExportingProgram = """
        using LiquidNet;
        using LiquidNet.Cells;
        using LiquidNet.Onnx;

        var network = LiquidNetwork.Classifier(new CfcCell(inputSize: 3, units: 4), classes: 2);
        OnnxExporter.WriteStep(network, "step.onnx");
        OnnxExporter.WriteSequence(network, "sequence.onnx");
        Console.WriteLine(new FileInfo("step.onnx").Length > 1_000 && new FileInfo("sequence.onnx").Length > 1_000);
        """;

    [Fact]
    public async Task A_fresh_program_trains_a_network_on_the_package_alone()
    {
        var printed = await package.Run(Program);

        // The library bears the commit that the package names.
        printed.ReplaceLineEndings("\n").Should().Be($"{package.Version}{package.Commit}\nlearned\n");
    }

    [Fact]
    public void It_holds_the_library_its_documentation_and_its_face() =>
        package.FilesIn("nupkg").Where(IsContent).Should().BeEquivalentTo(
            "LiquidNet.nuspec", "PACKAGE.md", "icon.png", "lib/net10.0/LiquidNet.dll", "lib/net10.0/LiquidNet.xml");

    [Fact]
    public void Its_symbols_come_in_a_package_of_their_own() =>
        package.FilesIn("snupkg").Where(IsContent).Should().BeEquivalentTo("LiquidNet.nuspec", "lib/net10.0/LiquidNet.pdb");

    [Fact]
    public void Its_symbols_belong_to_its_library()
    {
        using var library = new PEReader(package.Open("nupkg", "lib/net10.0/LiquidNet.dll"));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(package.Open("snupkg", "lib/net10.0/LiquidNet.pdb"));
        var expected = library.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.CodeView);
        new BlobContentId(symbols.GetMetadataReader().DebugMetadataHeader!.Id)
            .Should().Be(new BlobContentId(library.ReadCodeViewDebugDirectoryData(expected).Guid, expected.Stamp));
    }

    [Fact]
    public void Its_licence_is_the_one_that_lies_in_the_repository()
    {
        var licence = package.Metadata("license");
        licence.Attribute("type")!.Value.Should().Be("expression");
        File.ReadLines(Path.Combine(Repository.Root, "LICENSE")).First().Should().StartWith(licence.Value + " ");
    }

    [Fact]
    public void Its_readme_begins_with_its_name_and_says_where_the_rest_is()
    {
        using var reader = new StreamReader(package.Open("nupkg", package.Metadata("readme").Value));
        reader.ReadToEnd().ReplaceLineEndings("\n").Should()
            .StartWith($"# {package.Metadata("id").Value}\n").And.Contain($"<{package.Metadata("projectUrl").Value}>");
    }

    [Fact]
    public void It_depends_on_what_its_library_uses_and_no_more()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var used = typeof(LiquidNetwork).Assembly.GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => !File.Exists(Path.Combine(framework, $"{name}.dll")));
        package.Metadata("dependencies").Descendants().Attributes("id").Select(id => id.Value).Should()
            .BeEquivalentTo(used).And.BeSubsetOf(["MathNet.Numerics"]);
    }

    [Fact]
    public async Task A_fresh_program_exports_on_the_exporters_package_alone() =>
        (await package.Run(ExportingProgram, Exporter)).ReplaceLineEndings("\n").Should().Be("True\n");

    [Fact]
    public void The_exporter_goes_with_the_very_library_whose_internals_it_reads() =>
        package.Metadata("dependencies", Exporter).Descendants()
            .Where(dependency => dependency.Attribute("version")?.Value == $"[{package.Version}]")
            .Attributes("id").Select(id => id.Value).Should().Equal("LiquidNet");

    [Fact]
    public void The_exporter_brings_the_licence_of_the_format() =>
        package.FilesIn("nupkg", Exporter).Where(IsContent).Should().BeEquivalentTo(
            "LiquidNet.Onnx.nuspec", "PACKAGE.md", "icon.png", "licenses/onnx.txt", "lib/net10.0/LiquidNet.Onnx.dll",
            "lib/net10.0/LiquidNet.Onnx.xml");

    // The container format brings files of its own.
    static bool IsContent(string file) => !file.StartsWith("_rels/", StringComparison.Ordinal)
        && !file.StartsWith("package/", StringComparison.Ordinal) && file != "[Content_Types].xml";
}
