using System.Xml.Linq;
using LiquidNet.Analysis;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Samples;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Samples;

public class InsideLookTests
{
    [Fact]
    public void A_cell_followed_without_what_holds_gaps_has_the_states_that_it_has_inside()
    {
        const float Tolerance = 1e-5f; // Standardised once in the equation, once before it.
        LtcCell? cell = null;
        var around = new MissingValueCell(2, inputs => cell = new LtcCell(inputs, new AutoNeuralCircuitPolicy(8, 2), seed: 1));
        var scale = new Standardization([3, -1], [2, 0.5f]);
        var network = LiquidNetwork.Regressor(around, outputs: 1).Standardized(scale);
        const float Gap = float.NaN;
        var sequence = new Sequence(Matrix<float>.Build.DenseOfRowArrays([Gap, 1], [2, Gap], [Gap, Gap], [5, -2], [Gap, 0]))
        {
            Timespans = [1, 0.5f, 3, 0, 2],
        };

        var whole = Trace.Of(network, sequence);
        var inside = Trace.Of(LiquidNetwork.Regressor(cell!, outputs: 1), SeenInputs.Of(sequence, scale));

        for (var step = 0; step < sequence.Length; step++)
        {
            var states = whole.States(step)[..cell!.StateSize].ToArray();
            inside.States(step).ToArray().Zip(states, (one, other) => Math.Abs(one - other)).Should().OnlyContain(gap => gap < Tolerance);
        }

        inside.TimeConstants(0).ToArray().Should().NotContain(float.NaN);
        SeenInputs.Names(["a", "b"]).Should().Equal("a", "b", "a: read?", "b: read?", "a: age", "b: age");
    }

    [Fact]
    public void Sensory_neurons_have_the_names_of_columns()
    {
        var svg = new AutoNeuralCircuitPolicy(8, 2).Build(3).ToSvg();

        var (named, hasNames) = WiringPicture.Named(svg, ["HUFL", "oil & gas", "OT"]);

        hasNames.Should().BeTrue();
        var texts = XElement.Parse(named).Descendants().Where(element => element.Name.LocalName == "text").ToArray();
        texts.Select(text => text.Value).Should().Contain(["HUFL", "oil & gas", "OT"]);
        texts.Select(text => text.Value).Should().Contain("7", "neurons keep their numbers");
        XElement.Parse(named).Attribute("viewBox")!.Value.Should().StartWith("-");
    }

    [Fact]
    public void A_picture_without_squares_for_inputs_stays_as_it_is()
    {
        const string Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"><rect width=\"1\" height=\"1\" /></svg>";

        WiringPicture.Named(Svg, ["a"]).Should().Be((Svg, false));
    }
}
