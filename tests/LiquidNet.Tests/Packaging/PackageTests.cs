using System.Reflection;
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

    /// <summary>The first process trains a cell of its own and saves it, the second knows the file alone.</summary>
    const string ExportingProgram = """
        using System.Diagnostics;
        using LiquidNet;
        using LiquidNet.Cells;
        using LiquidNet.Data;
        using LiquidNet.Equations;
        using LiquidNet.Export;
        using LiquidNet.Onnx;
        using LiquidNet.Solvers;
        using LiquidNet.Storage;
        using LiquidNet.Training;
        using MathNet.Numerics.LinearAlgebra;
        using static LiquidNet.Equations.SignalFunctions;

        var reading = Matrix<float>.Build.Random(5, 3, seed: 1);
        if (args is ["load"])
        {
            var loaded = LiquidNetwork.Load("model.safetensors");
            OnnxExporter.WriteStep(loaded, "step.onnx");
            OnnxExporter.WriteSequence(loaded, "sequence.onnx");
            CSource.Write(loaded, "driver");
            string[] written = ["step.onnx", "sequence.onnx", "driver.h", "driver.c"];
            Console.WriteLine(written.All(file => new FileInfo(file).Length > 500));
            Console.WriteLine(Bits(loaded));
            return;
        }

        var network = LiquidNetwork.Classifier(new OwnCell(3, 4), classes: 2);
        var sequence = new Sequence(reading) { Label = 1 };
        new Trainer(network, new() { Epochs = 3 }).Fit(SequenceSet.Of([sequence]));
        network.Save("model.safetensors");
        using var second = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(OwnCell).Assembly.Location, "load"])
        {
            RedirectStandardOutput = true,
        })!;
        var printed = second.StandardOutput.ReadToEnd();
        Console.WriteLine(printed.ReplaceLineEndings(" ").Trim() == $"True {Bits(network)}" ? "the same" : printed);

        string Bits(LiquidNetwork of) =>
            string.Join(' ', of.Forward(reading).ToRowMajorArray().Select(value => BitConverter.SingleToInt32Bits(value)));

        public sealed class OwnCell(int inputSize, int units) : OdeCell(inputSize, units)
        {
            readonly Parameter weights = Parameter.Glorot("W", inputSize + units, units, seed: 1);

            protected override Rates Rates(Signal input, Signal state) =>
                new(Decay: Constant(0.5f), Drive: Tanh(Affine(weights, Concatenate(input, state))));
        }
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

    [Theory]
    [InlineData("LiquidNet")]
    [InlineData(Exporter)]
    public void Its_documentation_is_that_of_its_public_types(string id)
    {
        using var library = new PEReader(package.Open("nupkg", $"lib/net10.0/{id}.dll", id));
        var metadata = library.GetMetadataReader();
        var types = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
            .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}").ToArray();

        var documented = XDocument.Load(package.Open("nupkg", $"lib/net10.0/{id}.xml", id)).Descendants("member")
            .Select(member => member.Attribute("name")!.Value[2..]).ToArray();

        documented.Should().Contain(types)
            .And.OnlyContain(name => types.Any(type => name == type || name.StartsWith($"{type}.", StringComparison.Ordinal)));
    }

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
            .BeEquivalentTo(used).And.BeSubsetOf(["MathNet.Numerics", "Sep"]);
    }

    [Fact]
    public async Task A_model_is_trained_and_saved_in_one_process_and_exported_from_another_that_knows_the_file_alone() =>
        (await package.Run(ExportingProgram, Exporter)).ReplaceLineEndings("\n").Should().Be("the same\n");

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
