using System.Globalization;
using System.Xml.Linq;
using LiquidNet.Analysis;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Solvers;
using LiquidNet.Tests.Cells;
using LiquidNet.UserTests.Readme;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Analysis;

public class TraceTests
{
    /// <summary>Sums of some ten products in <c>float</c>, with a rational sigmoid.</summary>
    const double Rounding = 3e-5;

    const int Steps = 12;

    public static TheoryData<string> Cells => [.. CellCatalog.All.Select(recipe => recipe.Name)];

    public static TheoryData<Solver> Solvers => [.. CellCatalog.Solvers];

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Time_constants_and_currents_of_an_ltc_are_those_of_the_paper(Solver solver)
    {
        var cell = new LtcCell(3, new NeuralCircuitPolicy(5, 4, 2, 2, 2, 3, 2)) { Solver = solver, Unfolds = 12 };
        var sequence = Irregular(3);
        var trace = Trace.Of(LiquidNetwork.Regressor(cell, outputs: 1), sequence);
        for (var step = 0; step < Steps; step++)
            ShouldFollowThePaper(cell, sequence.Values.Row(step).ToArray(), step, trace, start: 0);
    }

    [Fact]
    public void A_level_of_a_stack_reads_the_level_below_as_it_is()
    {
        var (below, above) = (new LtcCell(3, 4, seed: 1), new LtcCell(4, 3, seed: 2));
        var sequence = Irregular(3);
        var trace = Trace.Of(LiquidNetwork.Regressor(new StackedCell(below, above), outputs: 1), sequence);
        for (var step = 0; step < Steps; step++)
        {
            ShouldFollowThePaper(below, sequence.Values.Row(step).ToArray(), step, trace, start: 0);
            ShouldFollowThePaper(above, trace.States(step)[..4].ToArray(), step, trace, start: 4);
        }
    }

    [Fact]
    public void States_are_those_of_a_run_and_times_are_sums_of_timespans()
    {
        var network = LiquidNetwork.Regressor(new LtcCell(3, 5), outputs: 1);
        var sequence = Irregular(3);
        var trace = Trace.Of(network, sequence);
        network.Forward([sequence], initialStates: null, out var final);
        trace.States(Steps - 1).ToArray().Should().Equal(final.Row(0), (a, b) => Math.Abs(a - b) < Rounding);
        trace.Times[^1].Should().BeApproximately(sequence.Timespans!.Sum(), 1e-5f);
        (trace.Length, trace.Units).Should().Be((Steps, 5));
    }

    [Fact]
    public void Time_constants_that_a_cell_has_as_parameters_are_those()
    {
        var leaky = new LeakyIntegratorCell(3, [2f, 0.5f, 8f]);
        Traced(leaky).TimeConstants(4).ToArray().Should().Equal([2f, 0.5f, 8f], (a, b) => Math.Abs(a - b) < 1e-5f);
        Traced(new LeakyCell(3, 2)).TimeConstants(4).ToArray().Should().Equal([1f, 1f], (a, b) => Math.Abs(a - b) < 1e-5f);
        Traced(leaky).SynapticCurrents(4).ToArray().Should().AllSatisfy(current => float.IsNaN(current).Should().BeTrue());
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_is_traced(string name)
    {
        var cell = CellCatalog.All.Single(recipe => recipe.Name == name).Create(1);
        var trace = Traced(cell);
        for (var step = 0; step < Steps; step++)
        {
            trace.States(step).ToArray().Should().AllSatisfy(value => float.IsFinite(value).Should().BeTrue());
            trace.TimeConstants(step).ToArray().Should().AllSatisfy(value => (float.IsNaN(value) || value > 0).Should().BeTrue());
            trace.TimeConstants(step).ToArray().Any(value => !float.IsNaN(value)).Should().Be(
                IsDifferentialEquation(cell), "a time constant is defined where a differential equation is");
        }
    }

    [Fact]
    public void What_moves_when_no_time_passes_has_no_time_constant() =>
        Traced(MixedMemoryCell.AsInput(3, new LtcCell(4, 4))).TimeConstants(0).ToArray().Should().OnlyContain(value => float.IsNaN(value));

    [Fact]
    public void A_trace_is_written_as_a_table()
    {
        var trace = Trace.Of(
            LiquidNetwork.Regressor(new StackedCell(new LeakyIntegratorCell(1, 1) { Activation = Activation.Identity }), outputs: 1),
            new Sequence(Matrix<float>.Build.Dense(2, 1)) { Timespans = [0.5f, 0.25f] });
        var text = new StringWriter(CultureInfo.InvariantCulture);
        trace.WriteCsv(text);
        text.ToString().Should().Be(
            "step,time,neuron,state,time_constant,synaptic_current\n0,0.5,0,0,2,\n1,0.75,0,0,2,\n");
    }

    [Fact]
    public void A_trace_is_drawn_with_a_line_per_neuron_and_quantity()
    {
        var lines = XDocument.Parse(Traced(new LtcCell(3, 5)).ToSvg()).Descendants()
            .Where(element => element.Name.LocalName == "path" && element.Attribute("d")!.Value.Contains('L')).ToArray();
        lines.Should().HaveCount(3 * 5).And.OnlyContain(line => line.Attribute("d")!.Value.Split('L').Length == Steps);
        XDocument.Parse(Traced(new CfcCell(3, 4)).ToSvg()).ToString().Should().NotContain("time constant").And.NotContain("NaN");
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var network = LiquidNetwork.Regressor(new CfcCell(3, 4), outputs: 1);
        FluentActions.Invoking(() => Trace.Of(network, Irregular(2))).Should().Throw<ArgumentException>().WithMessage("*[time x 3]*");
        FluentActions.Invoking(() => Trace.Of(network, Irregular(3)).States(Steps)).Should().Throw<ArgumentOutOfRangeException>();
        var both = LiquidNetwork.Regressor(new Bidirectional(new CfcCell(3, 4), new CfcCell(3, 4)), outputs: 1);
        FluentActions.Invoking(() => Trace.Of(both, Irregular(3))).Should().Throw<ArgumentException>().WithParameterName("network");
    }

    static bool IsDifferentialEquation(LiquidCell cell) => cell switch
    {
        OdeCell => true,
        LastValueCell last => IsDifferentialEquation(last.Parts.Single().Cell),
        StackedCell stack => stack.KeepsStateAtZeroTimespan && stack.Layers.Any(IsDifferentialEquation),
        MaskedCell or StandardizedCell => IsDifferentialEquation(cell.Parts.Single().Cell),
        _ => false,
    };

    static Trace Traced(LiquidCell cell) => Trace.Of(LiquidNetwork.Regressor(cell, outputs: 1), Irregular(cell.InputSize));

    static Sequence Irregular(int features) => new(Matrix<float>.Build.Random(Steps, features, seed: 1))
    {
        Timespans = [.. Enumerable.Range(0, Steps).Select(step => 0.1f * (step % 4))],
    };

    static void ShouldFollowThePaper(LtcCell cell, float[] input, int step, Trace trace, int start)
    {
        var (units, state) = (cell.StateSize, trace.States(step)[start..].ToArray());
        var mapped = input.Select((value, i) => (float)(value * (double)Of("input_w")[i] + Of("input_b")[i])).ToArray();
        var (leak, capacitance) = (Of("gleak"), Of("cm"));
        for (var neuron = 0; neuron < units; neuron++)
        {
            var (conductance, current) = (0.0, 0.0);
            Add(cell.Wiring.Synapses, "", state);
            Add(cell.Wiring.SensorySynapses, "sensory_", mapped);
            var expected = capacitance[neuron] / (leak[neuron] + cell.Epsilon + conductance);
            trace.TimeConstants(step)[start + neuron].Should().BeApproximately((float)expected, (float)(Rounding * expected));
            trace.SynapticCurrents(step)[start + neuron].Should().BeApproximately((float)current, (float)(Rounding * (1 + conductance)));

            void Add(SynapseTable table, string prefix, float[] sources)
            {
                for (var synapse = 0; synapse < table.Count; synapse++)
                {
                    if (table[synapse].Target != neuron)
                        continue;
                    double v = sources[table[synapse].Source];
                    var open = 1 / (1 + Math.Exp(-Of(prefix + "sigma")[synapse] * (v - Of(prefix + "mu")[synapse])));
                    conductance += Of(prefix + "w")[synapse] * open;
                    current += Of(prefix + "w")[synapse] * open * (Of(prefix + "erev")[synapse] - state[neuron]);
                }
            }
        }

        float[] Of(string name) => cell.Parameters[name].GetEffectiveValues();
    }
}
