using System.IO.Compression;
using System.Xml.Linq;

namespace LiquidNet.Tests.Packaging;

/// <summary>The library packed once for all tests, under a version nobody has seen before, in a folder of its own.</summary>
public sealed class PackedLibrary : IAsyncLifetime
{
    readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("liquidnet-");

    /// <summary>The version of this one package.</summary>
    public string Version { get; } = $"0.0.0-test.{Guid.NewGuid():N}";

    /// <summary>The folder that serves as package source.</summary>
    public string Feed => scratch.CreateSubdirectory("feed").FullName;

    /// <summary>Builds and packs the library.</summary>
    public async Task InitializeAsync() =>
        await DotNet.Run(
            Repository.Root,
            "pack", "src/LiquidNet", "-c", "Release", "-o", Feed, $"-p:Version={Version}", "-p:RunAnalyzers=false",
            "--artifacts-path", Path.Combine(scratch.FullName, "build"));

    /// <summary>Removes everything that was built.</summary>
    public Task DisposeAsync()
    {
        scratch.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The files in the package, or in the one of another extension beside it.</summary>
    public string[] FilesIn(string extension)
    {
        using var package = Open(extension);
        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>What the package says about itself.</summary>
    public XElement Metadata()
    {
        using var package = Open("nupkg");
        using var stream = package.GetEntry("LiquidNet.nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    /// <summary>Builds and runs a program in a fresh project that knows the library as a package only; returns what it prints.</summary>
    public async Task<string> Run(string program)
    {
        var project = scratch.CreateSubdirectory("app");
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
              <ItemGroup><PackageReference Include="LiquidNet" Version="{Version}" /></ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(project.FullName, "Program.cs"), program);
        await DotNet.Run(project.FullName, "build", "-o", "out");
        return await DotNet.Run(project.FullName, Path.Combine("out", "App.dll"));
    }

    ZipArchive Open(string extension) => ZipFile.OpenRead(Path.Combine(Feed, $"LiquidNet.{Version}.{extension}"));
}
