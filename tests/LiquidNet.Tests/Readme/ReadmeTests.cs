using System.Text.RegularExpressions;
using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Readme;

public partial class ReadmeTests
{
    [Fact]
    public void The_code_in_the_readme_is_the_code_that_is_compiled_and_run_here()
    {
        var shown = CodeBlock().Matches(Read("README.md")).Select(match => match.Groups["code"].Value.TrimEnd()).ToArray();
        var compiled = Mark().Matches(Read("tests/LiquidNet.Tests/Readme/Examples.cs")).Select(match => Unindented(match.Groups["code"].Value));
        shown.Should().Equal(compiled);
    }

    [Fact]
    public void The_first_example_learns()
    {
        Examples.FirstExample().Accuracy.Should().BeGreaterThan(0.8);
    }

    [Fact]
    public void The_layer_by_hand_gives_probabilities()
    {
        var probabilities = Examples.ByHand(Matrix<float>.Build.Random(7, 20, 1));
        probabilities.RowCount.Should().Be(7);
        probabilities.RowSums().Should().OnlyContain(sum => Math.Abs(sum - 1) < 1e-5f);
    }

    [Fact]
    public void Irregular_sequences_are_classified_and_streamed()
    {
        float[] hours = [0, 0.5f, 2, 0.1f, 24];
        var values = Matrix<float>.Build.Random(hours.Length, 8, 1);
        var (network, ahead, outcome) = Examples.Irregular(values, hours);
        ahead.Should().HaveCount(hours.Length);
        outcome.Should().Be(ahead[^1]);

        var last = Examples.Stream(network, hours.Select((elapsed, step) => (values.Row(step).ToArray(), elapsed)));
        last.Should().BeApproximately(network.Forward([new Sequence(values) { Timespans = hours }])[0][hours.Length - 1, 0], 1e-5f);
    }

    static string Read(string path) => File.ReadAllText(Repository.PathOf(path)).ReplaceLineEndings("\n");

    static string Unindented(string code)
    {
        var lines = code.TrimEnd().Split('\n');
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^ *// <(?<name>[a-z-]+)>\n(?<code>.*?)^ *// </\k<name>>", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Mark();
}
