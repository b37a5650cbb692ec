using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Online;
using LiquidNet.Runs;
using LiquidNet.Solvers;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Cells;

/// <summary>Explicit solvers with steps beyond their region of stability are refused, wherever a cell runs.</summary>
public class StabilityTests
{
    const string Refused = "Sequence 1, step 2: timespan 9*longer than 4*cell 'leaky integrator'*ByStepLength*ExponentialEuler*";

    [Theory]
    [InlineData(1f)]
    [InlineData(5f)]
    [InlineData(24f)]
    [InlineData(3_600f)]
    public void The_layer_of_the_first_steps_stays_bounded_for_any_timespan(float timespan)
    {
        var sequence = new Sequence(Matrix<float>.Build.Random(20, 2, 1)) { Timespans = [.. Enumerable.Repeat(timespan, 20)] };

        new LiquidLayer(2, 5).Forward(sequence).Enumerate().Should().OnlyContain(state => Math.Abs(state) <= 1);
    }

    [Fact]
    public void Timespans_that_no_unfolds_cut_short_enough_are_refused_by_every_run()
    {
        var network = LiquidNetwork.Classifier(new LeakyIntegratorCell(2, 3), classes: 2);
        var set = SequenceSet.Of([Sequence(1, 1, 1), Sequence(1, 4, 9)]);

        network.Invoking(it => it.Forward([set.ToSequence(0), set.ToSequence(1)])).Should().Throw<ArgumentException>().WithMessage(Refused);
        new LiquidLayer(network.Cell).Invoking(it => it.Forward([set.ToSequence(0), set.ToSequence(1)], null, out _))
            .Should().Throw<ArgumentException>().WithMessage(Refused);
        new Trainer(network).Invoking(it => it.Fit(set)).Should().Throw<ArgumentException>().WithMessage(Refused);
        new Trainer(network).Invoking(it => it.Evaluate(set)).Should().Throw<ArgumentException>().WithMessage(Refused);
        var stream = network.OpenStream();
        stream.Invoking(it => it.Step([1, 2], elapsed: 9)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*timespan 9*than 4*");
        stream.Invoking(it => it.Step([1, 2], elapsed: 4)).Should().NotThrow("twice the time constant is the limit");
    }

    [Fact]
    public void A_stream_takes_over_the_limit_with_the_parameters()
    {
        var cell = new LeakyIntegratorCell(2, 3);
        var stream = LiquidNetwork.Regressor(cell, outputs: 1).OpenStream();
        cell.Parameters["tau"].SetEffectiveValues([8]);
        stream.Invoking(it => it.Step([1, 2], elapsed: 9)).Should().Throw<ArgumentOutOfRangeException>();
        stream.Refresh();
        stream.Invoking(it => it.Step([1, 2], elapsed: 9)).Should().NotThrow();
    }

    [Fact]
    public void A_learner_goes_by_the_limit_of_the_parameters_as_they_are()
    {
        var cell = new LeakyIntegratorCell(2, 3);
        var learner = new ImmediateDerivative(LiquidNetwork.Regressor(cell, outputs: 1));
        cell.Parameters["tau"].SetEffectiveValues([8]);
        learner.Invoking(it => it.Observe([1, 2], elapsed: 9)).Should().Throw<ArgumentOutOfRangeException>();
        learner.Reset();
        learner.Invoking(it => it.Observe([1, 2], elapsed: 9)).Should().NotThrow();
        cell.Parameters["tau"].SetEffectiveValues([2]);
        learner.Correct([1]);
        learner.Invoking(it => it.Observe([1, 2], elapsed: 9)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Time_constants_solver_and_unfolds_decide_how_long_a_step_may_be()
    {
        Limit(new LeakyIntegratorCell(2, [3f, 0.5f, 2f])).Should().BeApproximately(1, 1e-5f);
        Limit(new LeakyIntegratorCell(2, 3) { Solver = RungeKutta4.Instance }).Should().BeApproximately(2 * 2.785f, 1e-5f);
        Limit(new LeakyIntegratorCell(2, 3) { Solver = ExponentialEuler.Instance }).Should().Be(float.PositiveInfinity);
        Limit(new CtRnnCell(2, 3)).Should().Be(float.PositiveInfinity);
        Limit(new CtRnnCell(2, 3, timeConstant: 3) { Solver = Midpoint.Instance }).Should().BeApproximately(6, 1e-5f);
        var unfolded = new LeakyIntegratorCell(2, 2) { Unfolds = 5 };
        Limit(new MaskedCell(unfolded)).Should().BeApproximately(4, 1e-5f, "it takes the steps of the cell");
        Limit(new StackedCell(unfolded, new GruCell(2, 2))).Should().BeApproximately(20, 1e-5f, "a step of the stack is five of the layer");
        Limit(new MixedMemoryCell(unfolded)).Should().BeApproximately(20, 1e-5f);
    }

    [Fact]
    public void The_limits_of_explicit_solvers_are_where_a_decaying_state_begins_to_grow()
    {
        foreach (var solver in CellCatalog.Solvers.Where(solver => float.IsFinite(solver.StabilityLimit)))
        {
            After(solver, 0.998f * solver.StabilityLimit).Should().BeLessThan(1, $"{solver} is stable below its limit");
            After(solver, 1.002f * solver.StabilityLimit).Should().BeGreaterThan(1, $"{solver} is not stable above its limit");
        }

        static double After(Solver solver, float step)
        {
            var cell = new LeakyIntegratorCell(1, 1, timeConstant: 1) { Solver = solver };
            foreach (var name in (string[])["W_in", "W_hid", "b_hid"])
                cell.Parameters[name].Values.Clear();
            return Math.Abs(OneRun.Step(cell, [0], [1], step)[0]);
        }
    }

    static float Limit(LiquidCell cell) => cell.MaxStableStep is { } steps ? new SmallestValue(steps).Find() : float.PositiveInfinity;

    static Sequence Sequence(params float[] timespans) =>
        new(Matrix<float>.Build.Dense(timespans.Length, 2, 0.5f)) { Timespans = timespans, Label = 0 };
}
