using System.Text.RegularExpressions;

namespace LiquidNet.Tests.Architecture;

public sealed partial class SourceRulesTests
{
    const int LongestFile = 300;
    const int LongestLine = 140;

    static readonly IReadOnlyList<SourceFile> Library = [.. Repository.SourcesIn("src/LiquidNet")];

    static readonly IReadOnlyList<SourceFile> Packages = [.. Library, .. Repository.SourcesIn("src/LiquidNet.Onnx")];

    static readonly IReadOnlyList<SourceFile> Everything =
        [.. Packages, .. Repository.SourcesIn("tests"), .. Repository.SourcesIn("benchmarks"), .. Repository.SourcesIn("samples")];

    [Fact]
    public void A_folder_with_a_public_type_has_the_namespace_of_its_part_and_a_folder_without_its_own()
    {
        var withPublicTypes = Packages.Where(file => PublicType().IsMatch(file.Code)).Select(file => file.Folder).ToHashSet();
        Packages.Select(file => (file, Expected: withPublicTypes.Contains(file.Folder) ? file.PartNamespace : file.FolderNamespace))
            .Where(placed => Declared(placed.file) != placed.Expected)
            .Select(placed => $"{placed.file.Path} declares '{Declared(placed.file)}', its folder asks for '{placed.Expected}'")
            .ShouldBeNone();
    }

    /// <summary>What solves linear systems, which MathNet does.</summary>
    const string LinearSystems = "src/LiquidNet/Training/Regression/RegressionSums.cs";

    [Fact]
    public void MathNet_stays_at_the_boundary() =>
        Library.Where(file => file.Part is not ("" or "Data") && MathNet().IsMatch(file.Code))
            .Select(file => file.Path)
            .Except([LinearSystems])
            .ShouldBeNone();

    [Fact]
    public void Unsafe_access_to_memory_is_left_to_the_kernels() =>
        Packages.Where(file => file.Part != "Kernels" && UnsafeAccess().IsMatch(file.Code))
            .Select(file => file.Path)
            .ShouldBeNone();

    [Fact]
    public void No_type_or_file_is_named_after_its_role_in_the_code() =>
        Everything
            .SelectMany(file => Names(file).Where(name => ForbiddenName().IsMatch(name)).Select(name => $"{name} in {file.Path}"))
            .ShouldBeNone();

    [Fact]
    public void No_file_of_the_library_is_too_long_to_read_at_once() =>
        Packages.Where(file => file.LineCount > LongestFile)
            .Select(file => $"{file.Path} has {file.LineCount} lines")
            .ShouldBeNone();

    [Fact]
    public void No_line_is_too_long_to_read_at_a_glance() =>
        Everything
            .SelectMany(file => file.Text.Split('\n').Index().Where(line => line.Item.TrimEnd('\r').Length > LongestLine)
                .Select(line => $"{file.Path}, line {line.Index + 1} has {line.Item.Length} characters"))
            .ShouldBeNone();

    [Fact]
    public void The_library_speaks_the_words_of_its_field() =>
        Packages.SelectMany(file => CoinedWord().Matches(file.Text).Select(word => $"'{word.Value}' in {file.Path}"))
            .ShouldBeNone();

    [Fact]
    public void Nothing_is_left_for_later() =>
        Everything.Where(file => Reminder().IsMatch(file.Text))
            .Select(file => file.Path)
            .ShouldBeNone();

    [Fact]
    public void Kernels_are_nobody_elses_business() =>
        typeof(LiquidNetwork).Assembly.GetExportedTypes()
            .Where(type => type.Namespace?.StartsWith("LiquidNet.Kernels", StringComparison.Ordinal) == true)
            .Select(type => $"{type.FullName} is public")
            .ShouldBeNone();

    static string Declared(SourceFile file) => NamespaceDeclaration().Match(file.Code).Groups[1].Value;

    static IEnumerable<string> Names(SourceFile file) =>
        TypeDeclaration().Matches(file.Code)
            .Select(match => match.Groups[1].Value)
            .Append(Path.GetFileNameWithoutExtension(file.Path))
            .Distinct();

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"^public ", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"\b(?:class|struct|interface|record|enum)\s+(?!class\b|struct\b)(\w+)")]
    private static partial Regex TypeDeclaration();

    // Its distributions are no matrices.
    [GeneratedRegex(@"\bMathNet\b(?!\.Numerics\.Distributions)")]
    private static partial Regex MathNet();

    [GeneratedRegex(@"\b(?:unsafe|Unsafe|MemoryMarshal)\b")]
    private static partial Regex UnsafeAccess();

    [GeneratedRegex("(?:Base|Helpers?|Utils?|Utilities|Manager|Impl|Data|Info)$")]
    private static partial Regex ForbiddenName();

    // A label or a target, an evaluation, an option, a thread's share of the work, a second one of the same kind.
    [GeneratedRegex(@"\b(?:truths?|judge[sd]?|judging|wish(?:es)?|seats?|twins?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex CoinedWord();

    [GeneratedRegex(@"\bTO[D]O\b|\bFIX[M]E\b")]
    private static partial Regex Reminder();
}
