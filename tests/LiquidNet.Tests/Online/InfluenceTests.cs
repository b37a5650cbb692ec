using System.Collections;
using LiquidNet.Cells;
using LiquidNet.Online;
using LiquidNet.Online.Influences;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Online;

/// <summary>Who can influence whom is found from the equation.</summary>
public class InfluenceTests
{
    /// <summary>The counts of the table in <c>benchmarks/README.md</c>: dense is a product of the Jacobian and the influence of all values
    /// on all units at every unfold, as libraries for dense nets compute it.</summary>
    [Theory]
    [InlineData(28, 668, 20_903, 3_142_272)]
    [InlineData(32, 840, 28_106, 5_160_960)]
    public void Cost_follows_what_the_wiring_can_reach(int units, int values, long reachable, long dense)
    {
        var network = LiquidNetwork.Regressor(
            new LtcCell(8, new AutoNeuralCircuitPolicy(units, outputs: 4), seed: 1), outputs: 4, seed: 1);
        var learner = new RealTimeRecurrentLearning(network);
        network.Cell.Parameters.ValueCount.Should().Be(values);
        learner.MultiplicationsPerStep.Should().Be(reachable);
        var once = (long)units * units * values;
        (once * network.Cell.Unfolds.MaxCount).Should().Be(dense);
        (once / reachable).Should().BeGreaterThanOrEqualTo(15, "fewer multiplications, even where the dense rule took one product a step");
        learner.InfluenceSize.Should().BeLessThan(units * values);
    }

    [Fact]
    public void Units_that_do_not_see_each_other_go_back_together()
    {
        var network = LiquidNetwork.Regressor(new RiccatiCell(3, 32), outputs: 1);
        Sweeps.Of(StepOf(network)).Should().ContainSingle().Which.Should().HaveCount(32);
        new RealTimeRecurrentLearning(network).InfluenceSize.Should().Be(network.Cell.Parameters.ValueCount);
        new SnAp1(network).MultiplicationsPerStep.Should().Be(network.Cell.Parameters.ValueCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_equation_that_is_cut_where_units_mix_is_gone_back_through_once(bool hasSynapses)
    {
        var network = LiquidNetwork.Regressor(hasSynapses ? new LtcCell(3, 9) : new CtRnnCell(3, 9), outputs: 1);
        var local = new LocalEquation(network.Model.Step.Equation, stateSize: 9);
        local.StateSize.Should().Be(hasSynapses ? 9 + 9 * 9 + 3 * 9 : 9 + 9);
        var elements = new ElementTable(network.Parameters, local.StateSize);
        Sweeps.Of(StepDependencies.OfUnfold(local.Next, elements)).Should().ContainSingle();
        Sweeps.Of(StepOf(network)).Should().HaveCount(9);
    }

    [Fact]
    public void Synapses_reach_what_lies_behind_their_target()
    {
        var network = LiquidNetwork.Regressor(
            new LtcCell(2, new NeuralCircuitPolicy(3, 2, 1, 2, 2, 1, 2) { Seed = 1 }, seed: 1) { Unfolds = 1 }, outputs: 1);
        var elements = new ElementTable(network.Parameters, network.Cell.StateSize);
        var reach = StepDependencies.Repeated(StepOf(network), int.MaxValue);
        var leak = elements.StartOf(network.Parameters["gleak"]);
        var (motor, inter) = (0, network.Cell.StateSize - 1);
        reach[motor][leak + motor].Should().BeTrue("a neuron has its own leak");
        reach[inter][leak + motor].Should().BeFalse("a motor neuron drives no inter neuron");
        reach.Count(row => row[leak + inter]).Should().BeGreaterThan(1, "an inter neuron drives command neurons, which drive the motor");
    }

    [Fact]
    public void Weights_that_a_mask_holds_at_zero_connect_nothing()
    {
        var network = LiquidNetwork.Regressor(
            new WiredCfcCell(3, new NeuralCircuitPolicy(4, 3, 2, 2, 2, 3, 2) { Seed = 3 }, seed: 1), outputs: 1);
        var size = network.Cell.StateSize;
        StepOf(network).Sum(row => Enumerable.Range(0, size).Count(unit => row[unit])).Should().BeLessThan(size * size);
    }

    [Fact]
    public void Parameters_that_are_not_trained_have_no_influence()
    {
        var network = LiquidNetwork.Regressor(new CtRnnCell(3, 4), outputs: 1);
        var all = new RealTimeRecurrentLearning(network).InfluenceSize;
        network.Cell.Parameters[0].IsTrainable = false;
        new RealTimeRecurrentLearning(network).InfluenceSize.Should()
            .Be(all - 4 * network.Cell.Parameters[0].Values.Length);
    }

    static BitArray[] StepOf(LiquidNetwork network)
    {
        var elements = new ElementTable(network.Parameters, network.Cell.StateSize);
        return StepDependencies.Repeated(
            StepDependencies.OfUnfold(network.Model.Step.Equation, elements), network.Model.Unfolds.MaxCount);
    }
}
