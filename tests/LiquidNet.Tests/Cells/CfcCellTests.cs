using CsCheck;
using LiquidNet.Cells;

namespace LiquidNet.Tests.Cells;

public class CfcCellTests
{
    const int Inputs = 3;
    const int Units = 5;

    /// <summary>The bounds hold for the exact functions; the last bits of theirs in float may cross them.</summary>
    const double Rounding = 1e-6;

    /// <summary>Inputs, states and weights from tame to absurd.</summary>
    static readonly Gen<double> Size = Gen.Double[-1, 4].Select(exponent => Math.Pow(10, exponent));

    [Theory]
    [InlineData(CfcSemantics.Torch, CfcMode.Default, 1)]
    [InlineData(CfcSemantics.Torch, CfcMode.NoGate, 2)]
    [InlineData(CfcSemantics.PaperTf, CfcMode.Default, 1.7159)]
    [InlineData(CfcSemantics.PaperTf, CfcMode.NoGate, 3.4318)]
    public void No_input_weight_or_timespan_drives_the_state_beyond_its_bound(CfcSemantics semantics, CfcMode mode, double bound) =>
        Gen.Select(Gen.Int, Size, Size, Gen.Double[-1, 1].Array[Inputs + Units], Gen.Double[0, 1e3])
            .Sample((seed, weights, signals, drawn, timespan) =>
        {
            var cell = new CfcCell(Inputs, Units, seed) { Semantics = semantics, Mode = mode, BackboneUnits = 4 };
            Enlarge(cell, weights);
            var (input, state) = Signals(drawn, signals);

            OneRun.Step(cell, input, state, timespan).Should().OnlyContain(value => Math.Abs(value) <= bound + Rounding);
        }, iter: 200);

    [Fact]
    public void A_pure_state_stays_within_the_bound_that_grows_as_the_timespan_shrinks() =>
        Gen.Select(Gen.Int, Size, Size, Gen.Double[-1, 1].Array[Inputs + Units], Gen.Double[1e-3, 1e3])
            .Sample((seed, weights, signals, drawn, timespan) =>
        {
            var cell = new CfcCell(Inputs, Units, seed) { Mode = CfcMode.Pure, BackboneUnits = 4 };
            Enlarge(cell, weights);
            var (input, state) = Signals(drawn, signals);
            var next = OneRun.Step(cell, input, state, timespan);

            for (var unit = 0; unit < Units; unit++)
            {
                Math.Abs(next[unit]).Should()
                    .BeLessThanOrEqualTo(Math.Abs(cell.Parameters["A"].Values[unit]) * (1 + 1 / (Math.E * timespan)) * (1 + 1e-5));
            }
        }, iter: 200);

    [Fact]
    public void Linear_heads_leave_the_state_unbounded()
    {
        var cell = new CfcCell(Inputs, Units) { Semantics = CfcSemantics.Keras, BackboneLayers = 0 };
        OneRun.Step(cell, [1e3, 1e3, 1e3], new double[Units], 1).Should().Contain(value => Math.Abs(value) > 10);
    }

    [Fact]
    public void A_long_timespan_closes_the_gate_on_one_head()
    {
        var cell = new CfcCell(Inputs, Units);
        var late = OneRun.Step(cell, [1, -1, 0.5], new double[Units], 1e6);
        OneRun.Step(cell, [1, -1, 0.5], new double[Units], 2e6).Should().Equal(late);
        OneRun.Step(cell, [1, -1, 0.5], new double[Units], 0).Should().NotEqual(late);
    }

    [Fact]
    public void The_options_of_ncps_are_the_defaults()
    {
        var cell = new CfcCell(Inputs, Units);
        (cell.Mode, cell.Semantics, cell.Activation, cell.BackboneUnits, cell.BackboneLayers, cell.Dropout, cell.ProjectionSize)
            .Should().Be((CfcMode.Default, CfcSemantics.Torch, Activation.LecunTanh, 128, 1, 0, null));
        cell.Parameters.Select(parameter => parameter.ToString()).Should().BeEquivalentTo(
            "backbone.0.weight [8 x 128]", "backbone.0.bias [128]",
            "ff1.weight [128 x 5]", "ff1.bias [5]", "ff2.weight [128 x 5]", "ff2.bias [5]",
            "time_a.weight [128 x 5]", "time_a.bias [5]", "time_b.weight [128 x 5]", "time_b.bias [5]");
    }

    [Fact]
    public void Without_a_backbone_the_heads_see_input_and_state()
    {
        var cell = new CfcCell(Inputs, Units) { Mode = CfcMode.Pure, BackboneLayers = 0 };
        cell.Parameters.Select(parameter => parameter.ToString())
            .Should().BeEquivalentTo("ff1.weight [8 x 5]", "ff1.bias [5]", "w_tau [5]", "A [5]");
        cell.Parameters["w_tau"].Values.ToArray().Should()
            .OnlyContain(leak => leak != 0, "at zero an absolute value has no slope and never learns");
    }

    [Fact]
    public void A_projection_is_the_output_and_leaves_the_state_alone()
    {
        var cell = new CfcCell(Inputs, Units) { ProjectionSize = 2 };
        var plain = new CfcCell(Inputs, Units);
        var run = OneRun.Of(cell, [1, 2, 3], new double[Units], [0.5]);
        var expected = Enumerable.Range(0, 2).Select(output => cell.Parameters["fc.bias"].Values[output]
            + Enumerable.Range(0, Units)
                .Sum(unit => run.States[unit] * cell.Parameters["fc.weight"].Values[output * Units + unit])).ToArray();

        cell.OutputSize.Should().Be(2);
        run.States.Should().Equal(OneRun.Step(plain, [1, 2, 3], new double[Units], 0.5));
        run.Outputs.Zip(expected, (output, value) => Math.Abs(output - value)).Should().OnlyContain(error => error < 1e-6);
    }

    [Fact]
    public void Dropout_acts_on_a_single_backbone_layer_and_only_while_training()
    {
        var cell = new CfcCell(Inputs, Units) { Dropout = 0.5f };
        var plain = new CfcCell(Inputs, Units);
        var expected = OneRun.Step(plain, [1, 2, 3], new double[Units], 0.5);

        OneRun.Step(cell, [1, 2, 3], new double[Units], 0.5).Should().Equal(expected);
        OneRun.Of(cell, [1, 2, 3], new double[Units], [0.5], dropoutPass: 1).States.Should().NotEqual(expected);
    }

    [Fact]
    public void Options_outside_their_range_are_refused()
    {
        var units = () => new CfcCell(Inputs, Units) { BackboneUnits = 0 };
        var layers = () => new CfcCell(Inputs, Units) { BackboneLayers = -1 };
        var dropout = () => new CfcCell(Inputs, Units) { Dropout = 1 };
        var projection = () => new CfcCell(Inputs, Units) { ProjectionSize = 0 };

        units.Should().Throw<ArgumentOutOfRangeException>();
        layers.Should().Throw<ArgumentOutOfRangeException>();
        dropout.Should().Throw<ArgumentOutOfRangeException>().WithMessage("A dropout rate must be at least 0 and below 1*");
        projection.Should().Throw<ArgumentOutOfRangeException>();
    }

    static void Enlarge(CfcCell cell, double factor)
    {
        foreach (var parameter in cell.Parameters)
        {
            foreach (ref var value in parameter.Values)
                value *= (float)factor;
        }
    }

    static (double[] Input, double[] State) Signals(double[] drawn, double size)
    {
        var scaled = Array.ConvertAll(drawn, value => size * value);
        return (scaled[..Inputs], scaled[Inputs..]);
    }
}
