using System.Text.RegularExpressions;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.UserTests.Readme;

public partial class ReadmeTests
{
    [Fact]
    public void The_code_in_the_readme_is_the_code_that_is_compiled_and_run_here()
    {
        var shown = CodeBlock().Matches(Read("README.md")).Select(match => match.Groups["code"].Value.TrimEnd()).ToArray();
        var compiled = Mark().Matches(Read("tests/LiquidNet.UserTests/Readme/Examples.cs"))
            .Select(match => Unindented(match.Groups["code"].Value));
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

    [Fact]
    public void A_network_becomes_c()
    {
        Examples.WriteC(LiquidNetwork.Regressor(new LtcCell(2, 3), outputs: 1));
        string[] written = ["driver.h", "driver.c", "small.h", "small.c"];
        written.Should().OnlyContain(file => new FileInfo(file).Length > 0);
        Array.ForEach(written, File.Delete);
    }

    [Fact]
    public void What_is_missing_counts_nowhere()
    {
        var vitals = Matrix<float>.Build.Random(3, 2, 1);
        vitals[1, 0] = float.NaN;
        var (network, set) = Examples.Missing(vitals, [0, 0.5f, 24]);
        network.Forward(set)[0].Enumerate().Should().OnlyContain(probability => float.IsFinite(probability));
        new Trainer(network).Evaluate(set).Count.Should().Be(2, "one label in three is not known");
    }

    [Fact]
    public void The_cell_and_the_loss_of_ones_own_learn()
    {
        var network = LiquidNetwork.Regressor(new LeakyCell(1, 10), outputs: 1);
        network.ShouldLearn(
            Learning.IrregularSines, new() { Epochs = 30, Optimizer = new Adam(0.02f), Loss = new TooLowIsWorse(price: 3) });
    }

    /// <summary>From the assembly and not from the path of this file: a deterministic build maps source paths away.</summary>
    static string Read(string path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "LiquidNet.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException(
                "No folder above the tests holds LiquidNet.sln; run them from their build folder.");
        }

        return File.ReadAllText(Path.Combine(root.FullName, path)).ReplaceLineEndings("\n");
    }

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
