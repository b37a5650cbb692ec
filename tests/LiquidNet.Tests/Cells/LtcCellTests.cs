using LiquidNet.Cells;
using LiquidNet.Circuits.Fusions;
using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels.Functions;
using LiquidNet.Solvers;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Cells;

public class LtcCellTests
{
    static readonly WiringSpecification Wiring = new AutoNeuralCircuitPolicy(units: 16, outputs: 3);

    public static TheoryData<Solver> Solvers { get; } = new(CellCatalog.Solvers);

    [Fact]
    public void An_unfold_has_few_operators_beside_its_synapses()
    {
        var unfold = OperatorsOf(new LtcCell(5, Wiring), Tempo.Unfold);
        unfold.Select(operation => operation.GetType().Name).Should().Equal(nameof(SynapticPair), nameof(ImplicitStep));
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void What_comes_from_inputs_is_computed_once_per_sample(Solver solver)
    {
        var cell = new LtcCell(5, Wiring) { Solver = solver };
        OperatorsOf(cell, Tempo.Sample).OfType<SynapticPair>().Should().ContainSingle("stages share what comes from the inputs");
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void What_comes_from_parameters_alone_is_computed_once(Solver solver)
    {
        var cell = new LtcCell(5, Wiring) { Solver = solver };
        cell.Step.Operators.Where(operation => operation.Tempo != Tempo.Constant && AreConstant(operation)).Should().BeEmpty();
        OperatorsOf(cell, Tempo.Constant).OfType<Elementwise<Softplus>>().Should().HaveCount(4, "w, sensory_w, gleak and cm are positive");
    }

    [Fact]
    public void There_is_one_number_per_synapse()
    {
        var cell = new LtcCell(5, Wiring);
        foreach (var name in (string[])["w", "mu", "sigma", "erev"])
        {
            cell.Parameters[name].Values.Length.Should().Be(cell.Wiring.Synapses.Count);
            cell.Parameters["sensory_" + name].Values.Length.Should().Be(cell.Wiring.SensorySynapses.Count);
        }
    }

    [Theory]
    [InlineData(LtcConstraints.Implicit)]
    [InlineData(LtcConstraints.Explicit)]
    public void What_the_equation_sees_begins_in_the_ranges_of_ncps(LtcConstraints constraints)
    {
        var cell = new LtcCell(6, 24) { Constraints = constraints };
        ShouldFill(Seen(cell, "gleak"), 0.001f, 1);
        ShouldFill(Seen(cell, "w"), 0.001f, 1);
        ShouldFill(Seen(cell, "sensory_w"), 0.001f, 1);
        ShouldFill(Seen(cell, "cm"), 0.4f, 0.6f);
        ShouldFill(Seen(cell, "vleak"), -0.2f, 0.2f);
        ShouldFill(Seen(cell, "mu"), 0.3f, 0.8f);
        ShouldFill(Seen(cell, "sensory_sigma"), 3, 8);
    }

    [Fact]
    public void Raw_initialization_draws_the_values_themselves()
    {
        var cell = new LtcCell(6, 24) { Initialization = LtcInitialization.Raw };
        cell.Parameters["w"].IsPositive.Should().BeTrue();
        ShouldFill(cell.Parameters["w"].Values.ToArray(), 0.001f, 1);
        ShouldFill(cell.Parameters["cm"].Values.ToArray(), 0.4f, 0.6f);
    }

    [Fact]
    public void Reversal_potentials_begin_at_the_polarity()
    {
        var cell = new LtcCell(5, Wiring);
        cell.Parameters["erev"].Values.ToArray().Should().Equal(Polarities(cell.Wiring.Synapses));
        cell.Parameters["sensory_erev"].Values.ToArray().Should().Equal(Polarities(cell.Wiring.SensorySynapses));
    }

    [Fact]
    public void A_fixed_polarity_keeps_synapses_on_their_side_of_zero()
    {
        var reversals = new LtcCell(5, Wiring) { FixedPolarity = true }.Parameters["erev"];
        var polarities = reversals.Values.ToArray();
        foreach (ref var reversal in reversals.Values)
            reversal *= -0.5f;
        reversals.Projection!.Apply(reversals.Values);
        reversals.Values.ToArray().Should().AllBeEquivalentTo(0f);
        polarities.CopyTo(reversals.Values);
        reversals.Projection!.Apply(reversals.Values);
        reversals.Values.ToArray().Should().Equal(polarities);
    }

    [Fact]
    public void Polarities_are_free_unless_asked_for() => new LtcCell(5, Wiring).Parameters["erev"].Projection.Should().BeNull();

    [Fact]
    public void A_neuron_without_synapses_leaks_to_its_potential()
    {
        var layer = new NeuronLayer("neurons", NeuronKind.Inter, 0, 2);
        var alone = new Wiring("alone", 2, [layer], new SynapseTable(2, 2, []), new SynapseTable(1, 2, [new Synapse(0, 1, 1)]));
        var stream = LiquidNetwork.Regressor(new LtcCell(alone), outputs: 1).OpenStream();
        stream.Step([0.5f], elapsed: 1e6f);
        stream.State[0].Should().BeApproximately(new LtcCell(alone).Parameters["vleak"].Values[0], 1e-5f);
    }

    [Fact]
    public void A_neuron_without_capacitance_keeps_its_state_where_no_time_passes()
    {
        var cell = new LtcCell(2, 3) { Constraints = LtcConstraints.Explicit };
        cell.Parameters["cm"].Values.Clear();
        var stream = LiquidNetwork.Regressor(cell, outputs: 1).OpenStream();
        stream.Reset([0.1f, -0.2f, 0.3f]);
        stream.Step([1, -1], elapsed: 0);
        stream.State.ToArray().Should().Equal(0.1f, -0.2f, 0.3f);
    }

    [Fact]
    public void A_timespan_offset_needs_a_fixed_number_of_unfolds()
    {
        var cell = new LtcCell(2, 3) { TimespanOffset = 0.001f, Unfolds = UnfoldPolicy.ByStepLength(maxStep: 0.1f, maxCount: 10) };
        cell.Invoking(ltc => ltc.Parameters).Should().Throw<InvalidOperationException>().WithMessage("*fixed*");
    }

    [Theory]
    [InlineData(-1e-3f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Offset_and_epsilon_are_checked(float value)
    {
        FluentActions.Invoking(() => new LtcCell(2, 3) { Epsilon = value }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new LtcCell(2, 3) { TimespanOffset = value }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void It_prints_its_sizes_and_its_wiring() =>
        new LtcCell(5, Wiring).ToString().Should().MatchRegex(@"^LTC 5 -> 3 \(AutoNCP, 16 neurons, \d+ synapses\)$");

    static bool AreConstant(Operator operation) => operation.Sources.ToArray().All(source => source.Tempo == Tempo.Constant);

    static Operator[] OperatorsOf(LtcCell cell, Tempo tempo) =>
        [.. cell.Step.Operators.Where(operation => operation.Tempo == tempo && operation is not Slice)];

    static IEnumerable<float> Polarities(SynapseTable table) => table.Select(synapse => (float)synapse.Polarity);

    static float[] Seen(LtcCell cell, string name) => cell.Parameters[name].GetEffectiveValues();

    /// <summary>All values lie in a range, and they do not all lie in one half of it.</summary>
    static void ShouldFill(float[] values, float low, float high)
    {
        const float Rounding = 1e-6f;
        values.Should().OnlyContain(value => value >= low - Rounding && value <= high + Rounding);
        values.Should().Contain(value => value < (low + high) / 2).And.Contain(value => value > (low + high) / 2);
    }
}
