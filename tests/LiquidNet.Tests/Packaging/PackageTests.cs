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
        Console.WriteLine(history.Last.Loss < 0.9 * history.Epochs[0].Loss && trainer.Evaluate(test).Judged == test.Count ? "learned" : "did not learn");
        """;

    [Fact]
    public async Task A_fresh_program_trains_a_network_on_the_package_alone()
    {
        var printed = await package.Run(Program);
        printed.Should().StartWith(package.Version);
        printed.Trim().Should().EndWith("learned").And.NotEndWith("did not learn");
    }

    [Fact]
    public void It_holds_the_library_its_documentation_and_its_face() =>
        package.FilesIn("nupkg").Where(IsContent).Should().BeEquivalentTo(
            "LiquidNet.nuspec", "PACKAGE.md", "icon.png", "lib/net10.0/LiquidNet.dll", "lib/net10.0/LiquidNet.xml");

    [Fact]
    public void Its_symbols_come_in_a_package_of_their_own() =>
        package.FilesIn("snupkg").Where(IsContent).Should().BeEquivalentTo("LiquidNet.nuspec", "lib/net10.0/LiquidNet.pdb");

    [Theory]
    [InlineData("license", "MIT")]
    [InlineData("readme", "PACKAGE.md")]
    [InlineData("icon", "icon.png")]
    [InlineData("projectUrl", "https://github.com/liquidnet/liquidnet")]
    public void It_says_what_it_is(string property, string value) =>
        package.Metadata().Elements().Single(element => element.Name.LocalName == property).Value.Should().Be(value);

    [Fact]
    public void It_names_the_repository_it_was_built_from() =>
        package.Metadata().Elements().Single(element => element.Name.LocalName == "repository")
            .Attribute("url")!.Value.Should().Be("https://github.com/liquidnet/liquidnet");

    [Fact]
    public void It_depends_on_one_package_and_no_more() =>
        package.Metadata().Descendants().Where(element => element.Name.LocalName == "dependency")
            .Select(dependency => dependency.Attribute("id")!.Value)
            .Should().BeEquivalentTo("MathNet.Numerics");

    // The container format brings files of its own.
    static bool IsContent(string file) => !file.StartsWith("_rels/", StringComparison.Ordinal)
        && !file.StartsWith("package/", StringComparison.Ordinal) && file != "[Content_Types].xml";
}
