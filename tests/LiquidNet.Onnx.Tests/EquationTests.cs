using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Kernels.Functions;
using LiquidNet.Onnx.Tests.Support;
using LiquidNet.Solvers;
using LiquidNet.Tests.Equations.Support;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Onnx.Tests;

/// <summary>Equations that no cell of the library has.</summary>
public class EquationTests
{
    public static TheoryData<int> Seeds { get; } = new(Enumerable.Range(0, 120));

    public static TheoryData<string> Functions => FunctionCases.Names;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_is_written_is_exported(int seed)
    {
        var cell = new RandomEquation(seed).Cell;
        ShouldBeExported(new LiquidNetwork(cell, new IdentityReadout(cell.OutputSize)), seed);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_function_is_exported(string name)
    {
        var function = FunctionCases.Named(name);
        var cell = new FormulaCell(3, 3, (input, state, _) => 0.2f * state + function.Equation(4 * input));
        ShouldBeExported(new LiquidNetwork(cell, new IdentityReadout(3)), seed: 1);
    }

    [Fact]
    public void Every_function_of_the_library_is_in_the_list() =>
        typeof(IDifferentiableFunction).Assembly.GetTypes()
            .Where(type => type.IsValueType && type.IsAssignableTo(typeof(IDifferentiableFunction)))
            .Select(type => type.Name)
            .Should().BeSubsetOf(FunctionCases.All.Select(function => function.Name));

    [Fact]
    public void Tiny_decays_keep_their_digits()
    {
        // 1 - e^-x, computed in that way, would lose them all.
        var cell = new FormulaCell(1, 1, (input, state, _) => 0.5f * state + 1e7f * OneMinusExp(1e-7f * input));
        ShouldBeExported(new LiquidNetwork(cell, new IdentityReadout(1)), seed: 2);
    }

    [Fact]
    public void A_state_may_follow_from_parameters_alone() => ShouldBeExported(
        new LiquidNetwork(new FormulaCell(1, 2, (_, _, _) => Constants), new IdentityReadout(2)), seed: 3);

    [Fact]
    public void A_state_may_follow_from_the_input_alone() => ShouldBeExported(
        new LiquidNetwork(new FormulaCell(2, 2, (input, _, _) => 2 * input), new IdentityReadout(2)), seed: 4);

    [Fact]
    public void A_state_may_follow_from_the_last_one_alone() => ShouldBeExported(
        new LiquidNetwork(new FormulaCell(2, 2, (_, state, _) => 0.5f * state), new IdentityReadout(2)), seed: 5);

    [Fact]
    public void A_state_may_stay_what_it_is() => ShouldBeExported(
        new LiquidNetwork(new FormulaCell(2, 2, (_, state, _) => state), new IdentityReadout(2)), seed: 6);

    [Fact]
    public void Predictions_may_be_the_same_for_all() => ShouldBeExported(
        new LiquidNetwork(new FormulaCell(2, 2, (_, state, _) => 0.5f * state, _ => Constants, 2), new IdentityReadout(2)), seed: 7);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Parameters_stand_beside_what_comes_in(int unfolds) => ShouldBeExported(
        new LiquidNetwork(
            new FormulaCell(2, 2, (input, state, _) => Tanh(Affine(Constants, Mixed, Concatenate(input, Constants, state))))
                .With(UnfoldPolicy.Fixed(unfolds)),
            new IdentityReadout(2)),
        seed: 8);

    [Fact]
    public void The_matrices_of_a_gate_become_one_where_the_timespan_is_known()
    {
        var network = new LiquidNetwork(new CfcCell(3, 4), new IdentityReadout(4));
        using var timed = OrtModel.OfStep(network);
        using var known = OrtModel.OfStep(network, new() { Timespan = 0.3f });
        (Products(timed) - Products(known)).Should().Be(1);

        static int Products(OrtModel model) => model.Proto.Graph.Node.Count(node => node.OpType == "Gemm");
    }

    static readonly Parameter Constants = Parameter.Vector("two", [0.25f, -0.5f]);

    static readonly Parameter Mixed = Parameter.Glorot("mixed", 6, 2, seed: 3);

    static void ShouldBeExported(LiquidNetwork network, int seed)
    {
        foreach (var hasMask in (bool[])[false, true])
        {
            var batch = Batch.Draw(network, seed, count: 4, steps: 3, longestTimespan: 1, isRagged: hasMask);
            var expected = Outcome.Of(network, batch);
            using var sequence = OrtModel.OfSequence(network, new() { HasMask = hasMask });
            sequence.Run(batch).ShouldAgreeWith(expected);
            if (hasMask)
                continue;
            using var step = OrtModel.OfStep(network);
            step.Chain(batch).ShouldAgreeWith(expected);
        }
    }
}
