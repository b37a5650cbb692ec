using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Tests.Runs.Support;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Equations;

public class ElementwiseOperatorTests
{
    const int Rows = 5;

    static readonly int[] LaneCounts = [1, 8, 16];

    static readonly Dictionary<string, Func<Signal, Signal>> WithNumbers = new()
    {
        ["scale"] = x => -1.7f * x,
        ["shift"] = x => x - 0.3f,
        ["difference from a number"] = x => 0.3f - x,
        ["quotient of a number"] = x => Constant(1.5f) / (x + 3),
    };

    static readonly Dictionary<string, Func<Signal, Signal, Signal>> Combinations = new()
    {
        ["sum"] = (a, b) => a + b,
        ["difference"] = (a, b) => a - b,
        ["product"] = (a, b) => a * b,
        ["quotient"] = (a, b) => a / (b + 3),
    };

    public static TheoryData<string> NumberNames { get; } = new(WithNumbers.Keys);

    public static TheoryData<string> CombinationNames { get; } = new(Combinations.Keys);

    [Theory]
    [MemberData(nameof(FunctionCases.Names), MemberType = typeof(FunctionCases))]
    public void A_function_and_its_slope_are_right_at_every_tempo(string name) =>
        ShouldBeRightAtEveryTempo(FunctionCases.Named(name).Equation);

    [Theory]
    [MemberData(nameof(NumberNames))]
    public void A_number_and_a_signal_combine_at_every_tempo(string name) => ShouldBeRightAtEveryTempo(WithNumbers[name]);

    static void ShouldBeRightAtEveryTempo(Func<Signal, Signal> function)
    {
        var parameter = Parameter.Uniform("p", Rows, -1, 1, seed: 1);
        var cell = new FormulaCell(Rows, Rows, (input, state, _) => Tanh(function(parameter) + function(input) + function(state)));
        ShouldAgreeForAllLanes(cell);
    }

    [Theory]
    [MemberData(nameof(CombinationNames))]
    public void A_combination_and_its_slopes_are_right_for_every_pair_of_forms(string name)
    {
        for (var left = 0; left < Forms; left++)
        {
            for (var right = 0; right < Forms; right++)
            {
                var (a, b) = (Operand(left, "a"), Operand(right, "b"));
                var cell = new FormulaCell(
                    Rows, Rows, (input, state, timespan) =>
                        0.5f * state + 0.25f * Combinations[name](a(input, state, timespan), b(input, state, timespan)));
                ShouldAgreeForAllLanes(cell);
            }
        }
    }

    [Theory]
    [MemberData(nameof(CombinationNames))]
    public void A_signal_combined_with_itself_has_both_slopes(string name)
    {
        var parameter = Parameter.Uniform("p", Rows, -1, 1, seed: 1);
        var combine = Combinations[name];
        ShouldAgreeForAllLanes(new FormulaCell(
            Rows, Rows, (input, state, _) => Tanh(combine(input, input) + combine(state, state) + combine(parameter, parameter))));
    }

    [Fact]
    public void An_interpolation_is_right_for_every_pair_of_ends_and_every_share()
    {
        for (var from = 0; from < Forms; from++)
        {
            for (var to = 0; to < Forms; to++)
            {
                var (a, b, share) = (Operand(from, "a"), Operand(to, "b"), Operand((from + 2 * to) % Forms, "share"));
                ShouldAgreeForAllLanes(new FormulaCell(Rows, Rows, (input, state, timespan) =>
                    0.5f * state + 0.25f * Lerp(
                        a(input, state, timespan), b(input, state, timespan), Sigmoid(share(input, state, timespan)))));
            }
        }
    }

    [Fact]
    public void An_implicit_step_is_right_for_every_pair_of_rates()
    {
        var capacitance = Parameter.Positive("c", Rows, 1.3f);
        for (var decay = 0; decay < Forms; decay++)
        {
            for (var drive = 0; drive < Forms; drive++)
            {
                var (a, b, isSlow) = (Operand(decay, "a"), Operand(drive, "b"), (decay + drive) % 2 == 0);
                ShouldAgreeForAllLanes(new FormulaCell(Rows, Rows, (input, state, timespan) => SemiImplicitEuler.Instance.Step(
                    _ => new(Softplus(a(input, state, timespan)), b(input, state, timespan), isSlow ? capacitance : null),
                    state, timespan)));
            }
        }
    }

    [Fact]
    public void Operands_of_other_sizes_are_refused()
    {
        var (two, three) = (Parameter.Vector("a", 2), Parameter.Vector("b", 3));
        FluentActions.Invoking(() => two * three).Should().Throw<ArgumentException>().WithMessage("*2 and 3 rows*");
    }

    const int Forms = 7;

    /// <summary>
    /// An operand per neuron, one number for all, per sample, one number per sample, of the state, and one row of the state.
    /// </summary>
    static Func<Signal, Signal, Signal, Signal> Operand(int form, string name)
    {
        var (vector, scalar) =
            (Parameter.Uniform(name + " vector", Rows, -1, 1, seed: 2), Parameter.Uniform(name + " scalar", 1, -1, 1, seed: 2));
        return form switch
        {
            0 => (_, _, _) => vector,
            1 => (_, _, _) => scalar,
            2 => (input, _, _) => input,
            3 => (_, _, timespan) => timespan,
            4 => (input, _, _) => Slice(input, 3, 1),
            5 => (_, state, _) => state,
            _ => (_, state, _) => Slice(state, 2, 1),
        };
    }

    static void ShouldAgreeForAllLanes(FormulaCell cell)
    {
        var episode = cell.EpisodeFor(seed: 3, batch: 3, steps: 3);
        var expected = new ReferenceRun(cell).On(episode);
        foreach (var lanes in LaneCounts)
            cell.Run(episode, lanes: lanes).ShouldAgreeWith(expected, cell.Parameters);
    }
}
