using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.UserTests;

public class OwnSolverTests
{
    [Fact]
    public void A_network_trains_through_it() =>
        LiquidNetwork.Regressor(Cell(new Heun(), unfolds: 4), outputs: 1).ShouldLearn(Learning.IrregularSines);

    [Fact]
    public void It_is_of_order_two()
    {
        var exact = OutputsOf(RungeKutta4.Instance, unfolds: 32);
        var (coarse, fine) = (ErrorOf(unfolds: 2), ErrorOf(unfolds: 4));
        (coarse / fine).Should().BeInRange(3.2, 5.2, "half the step has a quarter of the error");

        double ErrorOf(int unfolds) => (OutputsOf(new Heun(), unfolds) - exact).FrobeniusNorm();
    }

    [Fact]
    public void It_is_refused_where_it_is_unstable()
    {
        var run = () => new LiquidLayer(Cell(new Heun(), unfolds: 1)).Forward(
            new Sequence(Matrix<float>.Build.Dense(2, 1, 1)) { Timespans = [1, 9] });
        run.Should().Throw<ArgumentException>().WithMessage("*unstable*");
    }

    static Matrix<float> OutputsOf(Solver solver, int unfolds) =>
        new LiquidLayer(Cell(solver, unfolds)).Forward(Matrix<float>.Build.Dense(6, 1, (step, _) => step % 3 - 1));

    static CtRnnCell Cell(Solver solver, int unfolds) => new(1, 8, timeConstant: 2, seed: 1) { Solver = solver, Unfolds = unfolds };

    /// <summary>The explicit trapezoidal rule: the mean of the slopes at both ends.</summary>
    sealed class Heun : Solver
    {
        public override float StabilityLimit => 2;

        public override Signal Step(Func<Signal, Rates> rates, Signal state, Signal timespan)
        {
            var first = Move(rates(state), state, timespan);
            var end = state + first;
            return state + 0.5f * (first + Move(rates(end), end, timespan));
        }
    }
}
