using LiquidNet.Cells;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Cells;

public class CfcTimeGatesTests
{
    const int Units = 5;

    /// <summary>Three pairs of units over 1 to 13: midpoints at the centres of 1 to 5, 5 to 9 and 9 to 13.</summary>
    static readonly CfcTimeGates Gates = new(1, 13);

    static readonly float[] Midpoints = [3, 3, 7, 7, 11];

    [Theory]
    [InlineData(CfcSemantics.Torch)]
    [InlineData(CfcSemantics.Keras)]
    [InlineData(CfcSemantics.PaperTf)]
    public void Each_gate_is_half_open_at_its_midpoint_and_73_percent_half_a_distance_later(CfcSemantics semantics)
    {
        var cell = WithoutRandomness(new CfcCell(1, Units) { Semantics = semantics, TimeGates = Gates });
        for (var unit = 0; unit < Units; unit++)
        {
            GateAfter(Midpoints[unit]).Should().BeApproximately(0.5, 1e-6);
            GateAfter(Midpoints[unit] + 2).Should().BeApproximately(unit % 2 == 0 ? Sigmoid(1) : Sigmoid(-1), 1e-6);

            double GateAfter(double timespan)
            {
                var most = Math.Abs(OneRun.Step(cell, [0], new double[Units], 1e4)[unit]);
                return OneRun.Step(cell, [0], new double[Units], timespan)[unit] / most / 2 + 0.5;
            }
        }
    }

    [Fact]
    public void A_width_sets_how_fast_they_open()
    {
        var narrow = new CfcCell(1, 2) { TimeGates = new(0, 8) { Width = 0.5f } };
        Moved(narrow, new CfcCell(1, 2), "time_a.bias").Should().Equal(2, -2);
        Moved(narrow, new CfcCell(1, 2), "time_b.bias").Should().Equal(-8, 8);
    }

    [Fact]
    public void A_wired_cell_spreads_the_gates_of_each_layer()
    {
        var wiring = new NeuralCircuitPolicy(
            interNeurons: 4, commandNeurons: 2, motorNeurons: 2, sensoryFanOut: 2, interFanOut: 1, recurrentCommandSynapses: 2,
            motorFanIn: 2);
        var (spread, plain) = (new WiredCfcCell(1, wiring) { TimeGates = new(0, 4) }, new WiredCfcCell(1, wiring));
        Moved(spread, plain, "inter.time_a.bias").Should().Equal(1, -1, 1, -1);
        Moved(spread, plain, "inter.time_b.bias").Should().Equal(-1, 1, -3, 3);
        Moved(spread, plain, "command.time_b.bias").Should().Equal(-1, 1);
    }

    [Fact]
    public void Nothing_else_of_a_cell_changes()
    {
        var (spread, plain) = (new CfcCell(2, Units) { TimeGates = Gates }, new CfcCell(2, Units));
        foreach (var parameter in plain.Parameters.Where(parameter => parameter.Name is not ("time_a.bias" or "time_b.bias")))
            spread.Parameters[parameter.Name].Values.ToArray().Should().Equal(parameter.Values.ToArray());
    }

    [Fact]
    public void The_pure_form_has_none()
    {
        var act = () => new CfcCell(1, Units) { TimeGates = Gates, Mode = CfcMode.Pure }.Parameters;
        act.Should().Throw<InvalidOperationException>().WithMessage("*Pure mode has no time gates*");
    }

    [Theory]
    [InlineData(-1, 2, "shortest")]
    [InlineData(float.NaN, 2, "shortest")]
    [InlineData(0, float.PositiveInfinity, "longest")]
    [InlineData(2, 2, "longest")]
    public void A_range_that_is_none_is_refused(float shortest, float longest, string argument)
    {
        var act = () => new CfcTimeGates(shortest, longest);
        act.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(argument);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(float.NaN)]
    public void A_width_above_zero_is_expected(float width)
    {
        var act = () => new CfcTimeGates(0, 1) { Width = width };
        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>What the gates have added to random biases, which are the same without them.</summary>
    static IEnumerable<float> Moved(LiquidCell spread, LiquidCell plain, string name) => spread.Parameters[name].Values.ToArray().Zip(
        plain.Parameters[name].Values.ToArray(), (after, before) => MathF.Round(after - before, 4));

    /// <summary>Leaves of a cell only its gates, between one head at its lowest and one at its highest.</summary>
    static CfcCell WithoutRandomness(CfcCell cell)
    {
        var random = new CfcCell(1, Units) { Semantics = cell.Semantics };
        foreach (var parameter in cell.Parameters)
        {
            var before = random.Parameters[parameter.Name].Values;
            for (var index = 0; index < parameter.Values.Length; index++)
                parameter.Values[index] -= before[index];
        }

        cell.Parameters["ff1.bias"].Values.Fill(-20);
        cell.Parameters["ff2.bias"].Values.Fill(20);
        return cell;
    }
}
