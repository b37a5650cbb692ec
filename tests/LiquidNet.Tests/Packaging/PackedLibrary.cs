using System.IO.Compression;
using System.Xml.Linq;

namespace LiquidNet.Tests.Packaging;

/// <summary>The library and what goes with it, packed once for all tests, under a version nobody has seen before, in a folder of its
/// own.</summary>
public sealed class PackedLibrary : IAsyncLifetime
{
    const string Library = "LiquidNet";

    readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("liquidnet-");

    /// <summary>The version of these packages.</summary>
    public string Version { get; } = $"0.0.0-test.{Guid.NewGuid():N}";

    /// <summary>The folder that serves as package source.</summary>
    public string Feed => scratch.CreateSubdirectory("feed").FullName;

    /// <summary>Builds and packs.</summary>
    public async Task InitializeAsync()
    {
        foreach (var project in (string[])["src/LiquidNet", "src/LiquidNet.Onnx"])
        {
            await DotNet.Run(
                Repository.Root,
                "pack", project, "-c", "Release", "-o", Feed, $"-p:Version={Version}", "-p:RunAnalyzers=false",
                "--artifacts-path", Path.Combine(scratch.FullName, "build"));
        }
    }

    /// <summary>Removes everything that was built.</summary>
    public Task DisposeAsync()
    {
        scratch.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The commit the package was built from, after a plus sign; empty where the sources have no history.</summary>
    public string Commit => Metadata("repository").Attribute("commit") is { } commit ? $"+{commit.Value}" : "";

    /// <summary>The files in the package, or in the one of another extension beside it.</summary>
    public string[] FilesIn(string extension, string id = Library)
    {
        using var package = OpenPackage(extension, id);
        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>One file of a package.</summary>
    public Stream Open(string extension, string file, string id = Library)
    {
        using var package = OpenPackage(extension, id);
        using var entry = package.GetEntry(file)!.Open();
        var copy = new MemoryStream();
        entry.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    /// <summary>What the package says about itself under a name.</summary>
    public XElement Metadata(string name, string id = Library)
    {
        using var stream = Open("nupkg", $"{id}.nuspec", id);
        return XDocument.Load(stream).Root!.Elements().Elements().Single(element => element.Name.LocalName == name);
    }

    /// <summary>Builds and runs a program in a fresh project that knows one package only; returns what it prints.</summary>
    public async Task<string> Run(string program, string id = Library)
    {
        var project = scratch.CreateSubdirectory($"app of {id}");
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

        // The package itself goes to a folder of its own; its dependencies may come from where they already are.
        await File.WriteAllTextAsync(Path.Combine(project.FullName, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="packed" value="{Feed}" /></packageSources>
              {(Directory.Exists(cache) ? $"""<fallbackPackageFolders><add key="cache" value="{cache}" /></fallbackPackageFolders>""" : "")}
            </configuration>
            """);
        await File.WriteAllTextAsync(Path.Combine(project.FullName, "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestorePackagesPath>packages</RestorePackagesPath>
                <NuGetAudit>false</NuGetAudit>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="{id}" Version="{Version}" /></ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(project.FullName, "Program.cs"), program);
        await DotNet.Run(project.FullName, "build", "-o", "out");
        return await DotNet.Run(project.FullName, Path.Combine("out", "App.dll"));
    }

    ZipArchive OpenPackage(string extension, string id) => ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{Version}.{extension}"));
}
