using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Tests.Runs.Support;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Solvers;

public class SolverTests
{
    const int Units = 3;
    const double Duration = 0.8;

    /// <summary>How far the slope of log error over log step may be from the order.</summary>
    const double OrderTolerance = 0.1;

    /// <summary>Runge-Kutta with steps this small is exact to rounding in double precision.</summary>
    const int ExactUnfolds = 2048;

    static readonly Parameter Weights = Parameter.Glorot("W", 2 + Units, Units, seed: 3);
    static readonly Parameter Leak = Parameter.Uniform("leak", Units, 0.5f, 2, seed: 3);
    static readonly Parameter Capacitance = Parameter.Uniform("c", Units, 0.5f, 2, seed: 3);

    static readonly Dictionary<string, (Solver Solver, int Order)> Solvers = new()
    {
        ["Euler"] = (Euler.Instance, 1),
        ["SemiImplicitEuler"] = (SemiImplicitEuler.Instance, 1),
        ["ExponentialEuler"] = (ExponentialEuler.Instance, 1),
        ["Midpoint"] = (Midpoint.Instance, 2),
        ["RungeKutta4"] = (RungeKutta4.Instance, 4),
        ["Heun"] = (new Heun(), 2),
    };

    public static TheoryData<string> Names { get; } = new(Solvers.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_error_shrinks_with_the_order_of_the_solver(string name)
    {
        var (solver, order) = Solvers[name];
        foreach (var hasCapacitance in (bool[])[false, true])
        {
            var exact = Solve(RungeKutta4.Instance, ExactUnfolds, hasCapacitance);
            var errors = ((int[])[32, 64]).Select(unfolds => Distance(Solve(solver, unfolds, hasCapacitance), exact)).ToArray();
            Math.Log2(errors[0] / errors[1]).Should().BeApproximately(order, OrderTolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_of_length_zero_keeps_the_state_to_the_bit(string name)
    {
        var cell = Cell(Solvers[name].Solver, unfolds: 3, hasCapacitance: true);
        var episode = cell.EpisodeFor(seed: 1, batch: 9, steps: 1) with { Timespans = new double[9] };
        cell.Run(episode).States.Should().Equal(episode.InitialStates);
    }

    [Theory]
    [InlineData("SemiImplicitEuler")]
    [InlineData("ExponentialEuler")]
    public void A_huge_step_goes_to_the_balance_of_drive_and_decay(string name)
    {
        var target = Parameter.Uniform("target", Units, -2, 2, seed: 1);
        var cell = new FormulaCell(
            2, Units, (_, state, timespan) => Solvers[name].Solver.Step(_ => new(Leak, Leak * target), state, timespan));
        var episode = cell.EpisodeFor(seed: 1, batch: 3, steps: 1) with { Timespans = [1e6, 1e15, 1e30] };
        foreach (var state in cell.Run(episode).States.Chunk(Units))
        {
            for (var unit = 0; unit < Units; unit++)
                state[unit].Should().BeApproximately(target.Values[unit], 1e-5);
        }
    }

    [Fact]
    public void Exponential_Euler_is_exact_while_the_rates_do_not_change()
    {
        var cell = new FormulaCell(
            2, Units, (_, state, timespan) => ExponentialEuler.Instance.Step(_ => new(Leak, Constant(0.3f), Capacitance), state, timespan));
        var episode = cell.EpisodeFor(seed: 1, batch: 1, steps: 1);
        var state = new ReferenceRun(cell).On(episode).States;
        for (var unit = 0; unit < Units; unit++)
        {
            var (leak, target) = (Leak.Values[unit], 0.3 / Leak.Values[unit]);
            var remaining = Math.Exp(-episode.Timespans[0] * leak / Capacitance.Values[unit]);
            state[unit].Should().BeApproximately(target + (episode.InitialStates[unit] - target) * remaining, 1e-12);
        }
    }

    static FormulaCell Cell(Solver solver, int unfolds, bool hasCapacitance) => new FormulaCell(
        2, Units, (input, state, timespan) => solver.Step(at => Rates(input, at, hasCapacitance), state, timespan)).With(unfolds);

    /// <summary>A liquid equation: both rates depend on the state, in a way that is not linear.</summary>
    static Rates Rates(Signal input, Signal state, bool hasCapacitance)
    {
        var gate = Sigmoid(2 * Affine(Weights, Concatenate(input, state)));
        return new(Decay: Leak + gate, Drive: 2 * gate - 0.5f * Tanh(state), Capacitance: hasCapacitance ? Capacitance : null);
    }

    static double[] Solve(Solver solver, int unfolds, bool hasCapacitance)
    {
        var cell = Cell(solver, unfolds, hasCapacitance);
        var episode = cell.EpisodeFor(seed: 2, batch: 1, steps: 1) with { Timespans = [Duration] };
        return new ReferenceRun(cell) { Differentiates = false }.On(episode).States;
    }

    static double Distance(double[] left, double[] right) => Math.Sqrt(left.Zip(right, (a, b) => (a - b) * (a - b)).Sum());

    /// <summary>A solver as a user writes it.</summary>
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
