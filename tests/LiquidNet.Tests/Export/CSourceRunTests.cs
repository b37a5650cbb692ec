using LiquidNet.Cells;
using LiquidNet.Export;
using LiquidNet.Solvers;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Tests.Export.Support;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Export;

/// <summary>What a program in C can rely on.</summary>
public class CSourceRunTests
{
    /// <summary>Functions of the C library are exact to a few roundings; ours to 4e-7 by their own bounds.</summary>
    const float FunctionTolerance = 1.5e-6f;

    static readonly float[] Reading = [0.3f, -0.2f];

    [CompilerFact]
    public void What_it_refuses_leaves_state_and_prediction_as_they_were()
    {
        using var program = new CProgram();
        program.Add("m", LiquidNetwork.Regressor(new UnscaledLeakyIntegratorCell(2, 4, timeConstant: 1e-3f, seed: 3), outputs: 2));
        var stiff = new LeakyIntegratorCell(2, 4, timeConstant: 0.5f) { Solver = Euler.Instance };
        program.Add("stiff", LiquidNetwork.Regressor(stiff, outputs: 2));
        program.Compile(CCompiler.All[0]);
        (float[], float)[] steps =
        [
            (Reading, 1), ([1, float.NaN], 1), ([float.PositiveInfinity, 1], 1), (Reading, -1), (Reading, float.NaN),
            (Reading, float.PositiveInfinity), (Reading, 3e38f),
        ];
        var results = program.Run("m", steps);
        results.Select(step => step.Code).Should().Equal(0, 1, 1, 2, 2, 2, 3);
        foreach (var step in results)
        {
            step.State.Should().Equal(results[0].State);
            step.Prediction.Should().Equal(results[0].Prediction);
        }

        program.Run("stiff", [(Reading, 0.5f), (Reading, 1.1f)]).Select(step => step.Code).Should().Equal(0, 4);
    }

    [CompilerFact]
    public void A_prediction_that_is_not_finite_is_refused_though_the_state_is()
    {
        var network = LiquidNetwork.Regressor(new FormulaCell(1, 1, (input, _, _) => 2 * input), outputs: 1);
        network.Parameters["W_out"].Values.Fill(float.MaxValue / 4);
        using var program = new CProgram();
        program.Add("m", network);
        program.Compile(CCompiler.All[0]);
        var results = program.Run("m", [([-1], 1), ([3], 1)]);
        results.Select(step => step.Code).Should().Equal(0, 3);
        results[1].State.Should().Equal(results[0].State);
        results[1].Prediction.Should().Equal(results[0].Prediction);
    }

    [CompilerFact]
    public void A_timespan_that_needs_more_unfolds_than_there_may_be_has_longer_ones()
    {
        var cell = new LtcCell(2, new AutoNeuralCircuitPolicy(units: 9, outputs: 2)) { Unfolds = UnfoldPolicy.ByStepLength(0.5f, 3) };
        var network = LiquidNetwork.Regressor(cell, outputs: 1);
        using var program = new CProgram();
        program.Add("m", network);
        program.Compile(CCompiler.All[0]);
        var stream = network.OpenStream();
        foreach (var (step, elapsed) in program.Run("m", ((float[])[0.2f, 1.5f, 4]).Select(time => (Reading, time))).Zip([0.2f, 1.5f, 4]))
            step.Prediction[0].Should().BeApproximately(stream.Step(Reading, elapsed)[0], 1e-6f);
    }

    [CompilerFact]
    public void Values_may_be_missing_where_the_cell_takes_it()
    {
        var network = LiquidNetwork.Regressor(new MissingValueCell(features: 2, inputs => new GruCell(inputs, 3)), outputs: 1);
        using var program = new CProgram();
        program.Add("m", network);
        program.Compile(CCompiler.All[0]);
        var results = program.Run("m", [([1, float.NaN], 1), ([float.NaN, float.NaN], 1), ([float.NaN, float.NegativeInfinity], 1)]);
        results.Select(step => step.Code).Should().Equal(0, 0, 1);
    }

    [CompilerFact]
    public void A_forecast_goes_on_from_the_last_value_however_small_the_weights()
    {
        var network = LiquidNetwork.Forecaster(new MissingValueCell(2, inputs => new GruCell(inputs, 3)), features: [1, 0, 1])
            .Standardized(new([500, -7], [20, 3]), targets: new([-7, 500, 0], [0.1f, 2, 3]));
        network.Parameters["W_out"].Values.Clear();
        using var program = new CProgram();
        foreach (var weights in Enum.GetValues<CWeights>())
            program.Add($"m{(int)weights}", network, new() { Weights = weights });
        program.Compile(CCompiler.All[0]);
        foreach (var weights in Enum.GetValues<CWeights>())
        {
            program.Run($"m{(int)weights}", [([481.3f, float.NaN], 1), ([float.NaN, -3.21f], 1)])
                .SelectMany(step => step.Prediction).Zip([-7, 481.3f, -7, -3.21f, 481.3f, -3.21f]).Should()
                .OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-4f, "of {0}", weights);
        }
    }

    [CompilerFact]
    public void Quantiles_do_not_cross_there_either()
    {
        var network = LiquidNetwork.Forecaster(new GruCell(2, 3), features: [1, 0], quantiles: [0.1f, 0.5f, 0.9f]);
        network.Parameters["W_out"].Values.Clear();
        float[] changes = [3, -1, 2, 1, 0, -1];
        changes.CopyTo(network.Parameters["b_out"].Values);
        using var program = new CProgram();
        program.Add("m", network);
        program.Compile(CCompiler.All[0]);
        program.Run("m", [([5, 10], 1)])[0].Prediction.Should().Equal(9, 12, 13, 4, 5, 6);
    }

    [CompilerFact]
    public void An_altered_weight_fails_the_self_test()
    {
        using var program = new CProgram();
        program.Add("m", Controller());
        program.Compile(CCompiler.All[0]);
        program.Run("m", [(Reading, 1)]);
        var file = Path.Combine(program.Folder, "m.c");
        var source = File.ReadAllText(file);
        var weight = source.IndexOf("m_sigma[", StringComparison.Ordinal);
        var digit = source.IndexOf('.', weight) - 1;
        File.WriteAllText(file, $"{source[..digit]}{(source[digit] == '9' ? '3' : '9')}{source[(digit + 1)..]}");
        program.Compile(CCompiler.All[0]);
        program.Invoking(it => it.Run("m", [(Reading, 1)])).Should().Throw<Xunit.Sdk.XunitException>().WithMessage("*self-test*");
    }

    [CompilerFact]
    public void A_source_does_not_compile_with_the_header_of_another()
    {
        using var program = new CProgram();
        program.Add("m", Controller());
        var header = File.ReadAllText(Path.Combine(program.Folder, "m.h"));
        program.Add("m", Controller(seed: 1));
        File.WriteAllText(Path.Combine(program.Folder, "m.h"), header);
        program.Invoking(it => it.Compile(CCompiler.All[0]))
            .Should().Throw<Xunit.Sdk.XunitException>().WithMessage("*do not belong together*");
    }

    [CompilerFact]
    public void Functions_give_what_the_library_gives_for_every_kind_of_number()
    {
        float[] numbers = [.. Enumerable.Range(-400, 801).Select(index => index / 20f), 1e-30f, -1e-30f, 100, -100, 1e10f, -1e10f];
        using var program = new CProgram();
        var networks = FunctionCases.All.ToDictionary(function => function.Name.ToLowerInvariant(), function =>
        {
            var cell = new FormulaCell(1, 1, (input, _, _) => function.Equation(input));
            return new LiquidNetwork(cell, new IdentityReadout(1));
        });
        foreach (var (name, network) in networks)
            program.Add("f_" + name, network);
        program.Compile(CCompiler.All[0]);
        foreach (var (name, network) in networks)
        {
            var stream = network.OpenStream();
            foreach (var (x, step) in numbers.Zip(program.Run("f_" + name, numbers.Select(number => (new[] { number }, 1f)))))
            {
                var expected = stream.Step([x])[0];
                var tolerance = FunctionTolerance * (1 + Math.Abs(expected));
                step.Prediction[0].Should().BeApproximately(expected, tolerance, "{0}({1})", name, x);
            }
        }
    }

    static LiquidNetwork Controller(int seed = 0) =>
        LiquidNetwork.Regressor(new LtcCell(2, new AutoNeuralCircuitPolicy(units: 9, outputs: 2), seed), outputs: 1);
}
