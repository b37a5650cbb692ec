using System.Globalization;
using System.Text.RegularExpressions;
using LiquidNet.Cells;
using LiquidNet.Export;
using LiquidNet.Export.C;
using LiquidNet.Kernels.Functions;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Export;

/// <summary>What can be said of the text without a compiler.</summary>
public sealed partial class CSourceTests
{
    static readonly string[] Allowed = ["math.h", "stdint.h"];

    [Fact]
    public void Every_function_of_equations_has_its_counterpart() =>
        typeof(IDifferentiableFunction).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IDifferentiableFunction)) && type.IsValueType && !CFunctions.Has(type))
            .Should().BeEmpty();

    [Fact]
    public void The_same_network_gives_the_same_text_in_every_culture()
    {
        var expected = TextOf(Controller());
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "\u2212" } };
            TextOf(Controller()).Should().Be(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void There_is_no_heap_and_nothing_global_but_constants()
    {
        var (header, source) = TextOf(Controller());
        Include().Matches(header + source).Select(match => match.Groups[1].Value).Distinct().Should().BeSubsetOf(Allowed);
        (header + source).Should().NotMatchRegex("malloc|calloc|realloc|free|\r|[^\n -~]");
        source.Split('\n').Where(line => line.StartsWith("static", StringComparison.Ordinal) && !line.Contains('('))
            .Should().OnlyContain(line => line.StartsWith("static const ", StringComparison.Ordinal));
        source.Split('\n').Where(line => line.Length > 0 && char.IsLetter(line[0]) && line.EndsWith(';')).Should().BeEmpty();
    }

    [Theory]
    [InlineData("driver", "driver")]
    [InlineData("my-driver.v2", "my_driver_v2")]
    [InlineData("2nd", "model_2nd")]
    [InlineData("_hidden", "hidden")]
    [InlineData("übung", "bung")]
    [InlineData("??/", "model")]
    public void Names_are_made_to_fit(string name, string prefix) =>
        TextOf(Controller(), name).Header.Should()
            .Contain($"{prefix}_result {prefix}_step(").And.Contain($"#define {prefix.ToUpperInvariant()}_INPUTS 2");

    [Fact]
    public void What_a_wiring_leaves_out_is_left_out_of_the_tables()
    {
        var wiring = new NeuralCircuitPolicy(12, 6, 1, 4, 5, 6, 4) { Seed = 1 };
        var (_, source) = TextOf(LiquidNetwork.Regressor(new WiredCfcCell(4, wiring), outputs: 1));
        source.Should().Contain("m_inter_ff1_weight_sources[").And.NotContain("m_inter_ff1_weight[12][4]");
        var dense = TextOf(LiquidNetwork.Regressor(new CfcCell(4, 12), outputs: 1)).Source;
        dense.Should().NotContain("_sources");
    }

    [Fact]
    public void What_the_input_alone_decides_stands_before_the_unfolds()
    {
        var (_, source) = TextOf(Controller());
        var unfolds = source.IndexOf("for (int unfold = 0; unfold < 6; ++unfold)", StringComparison.Ordinal);
        source.LastIndexOf("m_sensory_mu[", StringComparison.Ordinal).Should().BeInRange(0, unfolds);
        source.LastIndexOf("m_sigma[", StringComparison.Ordinal).Should().BeGreaterThan(unfolds);
    }

    [Fact]
    public void Names_of_classes_and_features_and_the_unit_of_time_travel()
    {
        var network = LiquidNetwork.Classifier(new GruCell(2, 3), classes: 3);
        network.OutputNames = ["left", "say \"right\"\\", "r\u00fcckw\u00e4rts??/"];
        network.FeatureNames = ["offset", "*/ speed"];
        network.TimeUnit = TimeSpan.FromMinutes(90);
        var (header, source) = TextOf(network);
        source.Should().Contain(
            """
            const char *const m_output_names[M_OUTPUTS] = {
                "left", "say \042right\042\134", "r\303\274ckw\303\244rts\077\077/",
            };
            """.ReplaceLineEndings("\n"));
        header.Should().Contain("extern const char *const m_output_names[M_OUTPUTS];").And.Contain("Inputs: offset, * / speed.")
            .And.Contain("The unit of timespans is 1.5 hours.");
    }

    [Fact]
    public void Both_directions_are_refused_because_there_is_no_end_yet() =>
        FluentActions.Invoking(() => TextOf(LiquidNetwork.Regressor(new Bidirectional(new GruCell(2, 3), new GruCell(2, 3)), 1)))
            .Should().Throw<ArgumentException>().WithMessage("*from its end*").WithParameterName("network");

    [Fact]
    public void A_parameter_that_is_not_finite_is_named_and_nothing_is_written()
    {
        var folder = Directory.CreateTempSubdirectory("liquidnet-c-").FullName;
        try
        {
            var network = Controller();
            var path = Path.Combine(folder, "m");
            CSource.Write(network, path);
            var before = Directory.GetFiles(folder).ToDictionary(file => file, File.ReadAllText);
            network.Parameters["vleak"].Values[1] = float.NaN;
            FluentActions.Invoking(() => CSource.Write(network, path)).Should().Throw<InvalidOperationException>().WithMessage("*vleak*");
            Directory.GetFiles(folder).ToDictionary(file => file, File.ReadAllText).Should().BeEquivalentTo(before);
            before.Keys.Select(Path.GetFileName).Should().BeEquivalentTo("m.h", "m.c");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Paths_without_a_name_are_refused() =>
        FluentActions.Invoking(() => CSource.Write(Controller(), "folder/")).Should().Throw<ArgumentException>().WithMessage("*name*");

    [Fact]
    public void Weights_that_do_not_exist_are_refused() =>
        FluentActions.Invoking(() => new CSourceOptions { Weights = (CWeights)7 }).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Writing_changes_no_parameter()
    {
        var network = Controller();
        var before = network.Parameters.Select(parameter => parameter.Values.ToArray()).ToArray();
        TextOf(network, options: new() { Weights = CWeights.Int8 });
        network.Parameters.Select(parameter => parameter.Values.ToArray()).Should().BeEquivalentTo(before);
    }

    [Fact]
    public void Much_memory_is_part_of_the_state()
    {
        TextOf(Controller()).Header.Should().NotContain("float scratch[");
        TextOf(LiquidNetwork.Regressor(new LstmCell(4, 100), outputs: 1)).Header.Should().Contain("float scratch[");
    }

    static LiquidNetwork Controller() =>
        LiquidNetwork.Regressor(new LtcCell(2, new AutoNeuralCircuitPolicy(units: 9, outputs: 2)), outputs: 1);

    static (string Header, string Source) TextOf(LiquidNetwork network, string name = "m", CSourceOptions? options = null)
    {
        using var header = new StringWriter();
        using var source = new StringWriter();
        CSource.Write(network, header, source, name, options);
        return (header.ToString(), source.ToString());
    }

    [GeneratedRegex("#include <(.*)>")]
    private static partial Regex Include();

    [Fact]
    public void A_matrix_of_zeros_needs_no_table()
    {
        var network = LiquidNetwork.Regressor(new GruCell(2, 3), outputs: 1);
        network.Parameters["W_out"].Values.Clear();
        TextOf(network).Source.Should().NotContain("W_out");
    }

    [Theory]
    [InlineData("math")]
    [InlineData("stdint")]
    [InlineData("math-")]
    [InlineData("Math")]
    public void A_name_that_hides_a_header_of_the_library_is_refused(string name) =>
        new Action(() => CSource.Write(Controller(), name)).Should().Throw<ArgumentException>().WithMessage("*.h*hide*");
}
