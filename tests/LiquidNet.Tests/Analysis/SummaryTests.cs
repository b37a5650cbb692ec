using System.Globalization;
using LiquidNet.Analysis;
using LiquidNet.Cells;
using LiquidNet.Tests.Cells;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Analysis;

public class SummaryTests
{
    public static TheoryData<string> Cells => [.. CellCatalog.All.Select(recipe => recipe.Name)];

    [Fact]
    public void A_network_is_summed_up_part_by_part()
    {
        var shared = new LtcCell(2, new FullyConnected(2));
        var leaky = new LeakyIntegratorCell(64, 2) { TrainTimeConstants = false };
        var network = LiquidNetwork.Classifier(new StackedCell(leaky, shared, shared, new CtRnnCell(2, 3)), classes: 3);
        network.Summary().ReplaceLineEndings("\n").Should().Be(
            """
            part                              shape         parameters  bytes  synapses  trainable
            --------------------------------------------------------------------------------------
            leaky integrator + LTC + LTC ...  64 -> 9 -> 3         202    808        16  in part
              layers.0: leaky integrator      64 -> 2 -> 2         135    540            in part
                tau                           [1]                    1      4            no
                b_hid                         [2]                    2      8            yes
                W_in                          [64 x 2]             128    512            yes
                W_hid                         [2 x 2]                4     16            yes
              layers.1: LTC                   2 -> 2 -> 2           46    184         8  yes
                cm                            [2]                    2      8            yes
                gleak                         [2]                    2      8            yes
                vleak                         [2]                    2      8            yes
                input_w                       [2]                    2      8            yes
                input_b                       [2]                    2      8            yes
                sensory_w                     [4]                    4     16            yes
                sensory_erev                  [4]                    4     16            yes
                sensory_mu                    [4]                    4     16            yes
                sensory_sigma                 [4]                    4     16            yes
                w                             [4]                    4     16            yes
                erev                          [4]                    4     16            yes
                mu                            [4]                    4     16            yes
                sigma                         [4]                    4     16            yes
                output_w                      [2]                    2      8            yes
                output_b                      [2]                    2      8            yes
              layers.2: LTC                   2 -> 2 -> 2       shared                8  yes
              layers.3: CT-RNN                2 -> 3 -> 3           21     84            yes
                b_hid                         [3]                    3     12            yes
                W_in                          [2 x 3]                6     24            yes
                W_hid                         [3 x 3]                9     36            yes
                tau                           [3]                    3     12            yes
            softmax 3                         3 -> 3                12     48            yes
              b_out                           [3]                    3     12            yes
              W_out                           [3 x 3]                9     36            yes
            --------------------------------------------------------------------------------------
            total                                                  214    856        16  in part
            """.ReplaceLineEndings("\n"));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_network_is_counted_whole_and_fits_the_screen(string name)
    {
        var network = LiquidNetwork.Classifier(CellCatalog.All.Single(recipe => recipe.Name == name).Create(1), classes: 2);
        var lines = network.Summary().ReplaceLineEndings("\n").Split('\n');
        lines.Should().OnlyContain(line => line.Length <= 100);
        lines[^1].Should().Contain($" {network.Parameters.ValueCount.ToString("N0", CultureInfo.InvariantCulture)} ");
        lines.Sum(line => network.Parameters.Any(parameter => line.Trim().StartsWith($"{parameter.Name}  ") && !line.Contains("shared"))
            ? 1 : 0).Should().Be(network.Parameters.Count);
    }

    [Fact]
    public void Large_numbers_fit_the_screen()
    {
        var cell = new CfcCell(3072, 1024) { BackboneUnits = 4096 };
        LiquidNetwork.Classifier(new MixedMemoryCell(cell), classes: 10).Summary().ReplaceLineEndings("\n").Split('\n')
            .Should().OnlyContain(line => line.Length <= 100);
    }
}
