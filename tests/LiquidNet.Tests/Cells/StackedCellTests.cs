using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Solvers;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Cells;

public class StackedCellTests
{
    static readonly Sequence Sequence = new(Matrix<float>.Build.Dense(5, 3, (step, feature) => MathF.Sin(step + 2 * feature)))
    {
        Timespans = [0.5f, 1, 0, 2, 0.1f],
    };

    [Fact]
    public void Each_layer_reads_what_the_one_below_gives_in_the_same_step()
    {
        var low = new LtcCell(3, new AutoNeuralCircuitPolicy(8, 2), seed: 1);
        var (middle, high) = (new GruCell(2, 5, seed: 2), new CtRnnCell(5, 4, seed: 3));
        var stacked = new LiquidLayer(new StackedCell(low, middle, high)).Forward(Sequence);
        var values = Sequence.Values;
        foreach (var cell in (LiquidCell[])[low, middle, high])
            values = new LiquidLayer(cell).Forward(new Sequence(values) { Timespans = Sequence.Timespans });
        (stacked - values).Enumerate().Should().OnlyContain(error => Math.Abs(error) < 1e-6f);
    }

    [Fact]
    public void Its_parameters_are_named_after_their_layer()
    {
        var cell = new StackedCell(new GruCell(3, 4), new StackedCell(new GruCell(4, 4), new CtRnnCell(4, 2)));
        cell.Parameters["layers.0.candidate.W_in"].Rows.Should().Be(3);
        cell.Parameters["layers.1.layers.1.tau"].Rows.Should().Be(2);
        (cell.InputSize, cell.StateSize, cell.OutputSize).Should().Be((3, 10, 2));
        cell.ToString().Should().Be("GRU + GRU + CT-RNN 3 -> 2 (state of 10 numbers)");
    }

    [Fact]
    public void A_cell_that_appears_twice_shares_its_parameters_but_not_its_state()
    {
        var cell = new GruCell(3, 3);
        var stack = new StackedCell(cell, cell);
        stack.Parameters.Should().Equal(cell.Parameters);
        stack.StateSize.Should().Be(6);
    }

    [Fact]
    public void Layers_must_fit_and_advance_by_themselves()
    {
        FluentActions.Invoking(() => new StackedCell()).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new StackedCell(new GruCell(3, 4), new GruCell(5, 4)))
            .Should().Throw<ArgumentException>().WithMessage("*level 1 expects 5*gives 4*");
        FluentActions.Invoking(() => new StackedCell(new CtRnnCell(3, 4) { Unfolds = UnfoldPolicy.ByStepLength(0.1f, 9) }))
            .Should().Throw<ArgumentException>().WithMessage("*CT-RNN*fixed*");
    }
}
