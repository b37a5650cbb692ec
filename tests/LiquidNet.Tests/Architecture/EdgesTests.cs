using System.Text.RegularExpressions;

namespace LiquidNet.Tests.Architecture;

public sealed partial class EdgesTests
{
    static readonly IReadOnlyList<SourceFile> Library = [.. Repository.SourcesIn("src/LiquidNet")];

    [Fact]
    public void Every_folder_has_its_place_in_the_architecture() =>
        Library.Where(file => !Edges.Parts.Contains(file.Part))
            .Select(file => file.Path)
            .ShouldBeNone();

    [Fact]
    public void The_map_for_contributors_has_every_part_and_no_other()
    {
        var map = File.ReadLines(Repository.PathOf("CONTRIBUTING.md"))
            .SkipWhile(line => !line.StartsWith("## The folders", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(row => InBackticks().Matches(row.Split('|')[1]).Select(match => match.Groups[1].Value));

        map.Should().BeEquivalentTo(Edges.Parts.Where(part => part != Edges.Root));
    }

    [Fact]
    public void Using_lines_stay_within_the_architecture()
    {
        var forbidden =
            from file in Library
            from used in UsingLine().Matches(file.Code).Select(match => match.Groups[1].Value)
            where !Edges.Allow(file.Part, used)
            select $"{file.Path} uses LiquidNet.{used}".TrimEnd('.');

        forbidden.ShouldBeNone();
    }

    // A type of an enclosing namespace needs no using line, so the compiled code is asked as well.
    [Fact]
    public void Compiled_types_stay_within_the_architecture()
    {
        var forbidden =
            from type in typeof(LiquidNetwork).Assembly.GetTypes()
            let part = PartOf(type)
            where part is not null
            from used in TypeReferences.Of(type).Select(Outermost).Distinct()
            let usedPart = PartOf(used)
            where usedPart is not null && used != type
            where !Edges.Allow(part, usedPart)
            select $"{type.FullName} uses {used.FullName}";

        forbidden.ShouldBeNone();
    }

    static Type Outermost(Type type) => type.DeclaringType is { } declaring ? Outermost(declaring) : type;

    static string? PartOf(Type type) => type.Assembly != typeof(LiquidNetwork).Assembly ? null : type.Namespace?.Split('.') switch
    {
        ["LiquidNet"] => Edges.Root,
        ["LiquidNet", var part, ..] => part,
        _ => null,
    };

    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?(?:global::)?LiquidNet(?:\.(\w+))?", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InBackticks();
}
