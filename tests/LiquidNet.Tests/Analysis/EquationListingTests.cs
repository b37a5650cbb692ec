using System.Text.RegularExpressions;
using LiquidNet.Analysis;
using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Tests.Cells;
using LiquidNet.Wirings;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Analysis;

public partial class EquationListingTests
{
    static LtcCell Policy => new(8, new NeuralCircuitPolicy(12, 6, 1, 4, 4, 6, 4));

    public static TheoryData<string> Cells => [.. CellCatalog.All.Select(recipe => recipe.Name)];

    [Fact]
    public void An_equation_is_listed_as_it_is_written() => Policy.Equation().ReplaceLineEndings("\n").Should().Be(
        """
        LTC 8 -> 1 (NCP, 19 neurons, 92 synapses), 6 unfolds
        given
          state [19], timespan [1], input [8]
        parameters
          cm [19] > 0, gleak [19] > 0, vleak [19], input_w [8], input_b [8], sensory_w [34] > 0
          sensory_erev [34], sensory_mu [34], sensory_sigma [34], w [58] > 0, erev [58], mu [58], sigma [58]
          output_w [1], output_b [1]
        per unfold
          v1 [8] = input * input_w + input_b
          v2 [19] = gleak * vleak + SynapticSum(v1, sensory_w * sensory_erev, sensory_mu, sensory_sigma)
          v3 [19] = gleak + 1E-08 + SynapticSum(v1, sensory_w, sensory_mu, sensory_sigma)
          v4 [19] = cm * state + timespan * (v2 + SynapticSum(state, w * erev, mu, sigma))
          next state [19] = v4 / (cm + timespan * (v3 + SynapticSum(state, w, mu, sigma)))
        per time step
          output [1] = state[0..1] * output_w + output_b
        """.ReplaceLineEndings("\n"));

    [Fact]
    public void An_equation_is_listed_as_it_is_compiled() =>
        LiquidNetwork.Regressor(Policy, outputs: 2).CompiledEquation().ReplaceLineEndings("\n").Should().Be(
        """
        LiquidNetwork: LTC 8 -> 1 (NCP, 19 neurons, 92 synapses) -> linear 2, 447 parameters, 6 unfolds
        given
          input [8], timespan [1], state [19]
        parameters
          w [58], sensory_w [34], gleak [19], vleak [19], cm [19], input_w [8], input_b [8], sensory_mu [34]
          sensory_sigma [34], sensory_erev [34], mu [58], sigma [58], erev [58], output_w [1], output_b [1]
          b_out [2], W_out [1 x 2]
        once
          v1 [58] = Softplus(w)
          v2 [34] = Softplus(sensory_w)
          v3 [19] = Softplus(gleak)
          v4 [19] = v3 + 1E-08
          v5 [19] = v3 * vleak
          v6 [38] = Concatenation(v4, v5)
          v7 [19] = Softplus(cm)
        per time step
          v8 [8] = input * input_w
          v9 [8] = v8 + input_b
          v10 [38] = SynapticPair(v9, v2, sensory_mu, sensory_sigma, sensory_erev, v6)
          v11 [19] = timespan / v7
        per unfold
          v12 [38] = SynapticPair(state, v1, mu, sigma, erev, v10)
          next state [19] = ImplicitStep(state, v12[19..38], v12[0..19], v11)
        to read out, per time step
          v13 [1] = state[0..1] * output_w
          v14 [1] = v13 + output_b
          prediction [2] = Affine(b_out, W_out v14)
        """.ReplaceLineEndings("\n"));

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_part_is_named_once_and_before_it_is_read(string name)
    {
        var network = LiquidNetwork.Classifier(CellCatalog.All.Single(recipe => recipe.Name == name).Create(1), classes: 2);
        (string Text, string Result)[] listings =
        [
            (network.Cell.Equation(), "output"), (network.Cell.CompiledEquation(), "output"),
            (network.Equation(), "prediction"), (network.CompiledEquation(), "prediction"),
        ];
        foreach (var (text, result) in listings)
        {
            var named = new HashSet<string>();
            foreach (var line in text.Split('\n').Where(line => line.Contains(" = ")))
            {
                var (left, right) = (line[..line.IndexOf('=')], line[line.IndexOf('=')..]);
                Part().Matches(right).Select(match => match.Value).Should().BeSubsetOf(named);
                foreach (Match part in Part().Matches(left))
                    named.Add(part.Value).Should().BeTrue();
            }

            text.Should().Contain("  next state [").And.Contain($"  {result} [");
        }
    }

    [Fact]
    public void What_is_read_by_parts_is_written_once()
    {
        new SlicedCell().Equation().ReplaceLineEndings("\n").Should().Contain(
            "  v1 [4] = Tanh(state)\n  v2 [4] = v1 + state\n"
            + "  next state [4] = Concatenation(v1[2..4] - (v1[0..2] + input), v2[0..2] * v2[0..2])");
    }

    sealed class SlicedCell() : LiquidCell(inputSize: 2, stateSize: 4, outputSize: 4)
    {
        public override Signal Next(Signal input, Signal state, Signal timespan)
        {
            var whole = Tanh(state);
            var (first, second) = (Slice(whole, 0, 2), Slice(whole, 2, 2));
            var shifted = Slice(whole + state, 0, 2);
            return Concatenate(second - (first + input), shifted * shifted);
        }
    }

    [GeneratedRegex(@"\bv\d+\b")]
    private static partial Regex Part();
}
