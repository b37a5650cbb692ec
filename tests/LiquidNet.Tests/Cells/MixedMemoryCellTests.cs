using LiquidNet.Cells;
using LiquidNet.Solvers;

namespace LiquidNet.Tests.Cells;

public class MixedMemoryCellTests
{
    [Fact]
    public void A_timespan_reaches_the_cell_and_not_the_memory()
    {
        var cell = new MixedMemoryCell(new LeakyIntegratorCell(2, 3));
        var brief = OneRun.Step(cell, [1, -2], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 0.1);
        var late = OneRun.Step(cell, [1, -2], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 0.5);

        brief[3..].Should().Equal(late[3..]);
        brief[..3].Should().NotEqual(late[..3]);
    }

    [Fact]
    public void All_unfolds_of_the_cell_fall_into_one_step()
    {
        var once = new MixedMemoryCell(new LeakyIntegratorCell(2, 3));
        var often = new MixedMemoryCell(new LeakyIntegratorCell(2, 3) { Unfolds = 40 });
        var start = new[] { 0.1, 0.2, 0.3, 0.4, 0.5, 0.6 };
        var coarse = OneRun.Step(once, [1, -2], start, 0.5);
        var fine = OneRun.Step(often, [1, -2], start, 0.5);

        often.Unfolds.Should().Be(UnfoldPolicy.Once);
        fine[3..].Should().Equal(coarse[3..]);
        fine[..3].Zip(coarse[..3], (left, right) => Math.Abs(left - right)).Should().OnlyContain(gap => gap > 0 && gap < 0.1);
    }

    [Fact]
    public void A_memory_that_forgets_nothing_and_writes_nothing_stays_as_it_is()
    {
        var cell = new MixedMemoryCell(new LeakyIntegratorCell(2, 3));
        cell.Parameters["lstm.input_map.weight"].Values.Clear();
        cell.Parameters["lstm.recurrent_map.weight"].Values.Clear();
        var bias = cell.Parameters["lstm.input_map.bias"].Values;
        bias.Clear();
        bias.Slice(3, 3).Fill(-40);
        bias.Slice(6, 3).Fill(40);

        OneRun.Step(cell, [5, -7], [1, 2, 3, 4, 5, 6], 1)[3..].Should().Equal(4, 5, 6);
    }

    [Fact]
    public void The_recurrent_weights_begin_with_orthonormal_rows()
    {
        const int Units = 6;
        var cell = new MixedMemoryCell(new LeakyIntegratorCell(2, Units), seed: 9);
        var weights = cell.Parameters["lstm.recurrent_map.weight"].Values.ToArray();
        for (var left = 0; left < Units; left++)
        {
            for (var right = 0; right < Units; right++)
            {
                var product = Enumerable.Range(0, 4 * Units)
                    .Sum(column => (double)weights[column * Units + left] * weights[column * Units + right]);
                product.Should().BeApproximately(left == right ? 1 : 0, 1e-6);
            }
        }
    }

    [Fact]
    public void Parameters_of_the_cell_appear_behind_its_name()
    {
        var parameters = MixedMemoryCell.AsInput(4, new CfcCell(3, 3) { Mode = CfcMode.Pure, BackboneLayers = 0 }).Parameters;
        Enumerable.Range(0, parameters.Count).Select(parameters.NameOf).Should().BeEquivalentTo(
            "lstm.input_map.bias", "lstm.input_map.weight", "lstm.recurrent_map.weight",
            "cell.ff1.weight", "cell.ff1.bias", "cell.w_tau", "cell.A");
    }

    [Fact]
    public void A_memory_replaces_the_cell_s_state_or_is_its_input()
    {
        new MixedMemoryCell(new CfcCell(4, 3)).Topology.Should().Be(MixedMemoryTopology.Torch);
        var feeding = MixedMemoryCell.AsInput(4, new CfcCell(3, 3));
        (feeding.Topology, feeding.InputSize, feeding.StateSize, feeding.OutputSize).Should().Be((MixedMemoryTopology.Keras, 4, 6, 3));
    }

    [Fact]
    public void Cells_that_cannot_stand_behind_a_memory_are_refused()
    {
        var wide = () => MixedMemoryCell.AsInput(4, new CfcCell(4, 3));
        var adaptive = () => new MixedMemoryCell(new LeakyIntegratorCell(4, 3) { Unfolds = UnfoldPolicy.ByStepLength(0.1f, 20) });

        wide.Should().Throw<ArgumentException>().WithMessage("The memory gives cell 'CfC' an input of 3 numbers*the cell expects 4*");
        adaptive.Should().Throw<ArgumentException>()
            .WithMessage("Cell 'leaky integrator' cannot be a part of another*give it a fixed one*");
    }
}
