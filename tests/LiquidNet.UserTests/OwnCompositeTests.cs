using LiquidNet.Cells;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.UserTests;

public class OwnCompositeTests
{
    [Fact]
    public void Two_equal_cells_keep_their_parameters_apart_and_train()
    {
        var cell = new TwinCell(new CfcCell(1, 8, seed: 1), new LtcCell(1, 8, seed: 2));
        LiquidNetwork.Regressor(cell, outputs: 1).ShouldLearn(Learning.IrregularSines);

        var twins = new TwinCell(new GruCell(1, 8, seed: 1), new GruCell(1, 8, seed: 2));
        var network = LiquidNetwork.Classifier(twins, classes: 2);
        network.Parameters["left.candidate.W_in"].Values.ToArray()
            .Should().NotEqual(network.Parameters["right.candidate.W_in"].Values.ToArray());
        network.ShouldLearn(Learning.Sines);
    }

    [Fact]
    public void One_cell_given_twice_shares_its_parameters()
    {
        var shared = new CfcCell(1, 8);
        new TwinCell(shared, shared).Parameters.Count.Should().Be(shared.Parameters.Count);
    }

    /// <summary>Two cells side by side that read the same input; the output is the sum of theirs.</summary>
    sealed class TwinCell(LiquidCell left, LiquidCell right)
        : LiquidCell(left.InputSize, left.StateSize + right.StateSize, left.OutputSize)
    {
        protected override IEnumerable<(string Name, LiquidCell Cell)> Parts => [("left", left), ("right", right)];

        public override Signal Next(Signal input, Signal state, Signal timespan) => Concatenate(
            left.Advance(input, LeftOf(state), timespan),
            right.Advance(input, RightOf(state), timespan));

        public override Signal Output(Signal state) => left.Output(LeftOf(state)) + right.Output(RightOf(state));

        Signal LeftOf(Signal state) => Slice(state, 0, left.StateSize);

        Signal RightOf(Signal state) => Slice(state, left.StateSize, right.StateSize);
    }
}
