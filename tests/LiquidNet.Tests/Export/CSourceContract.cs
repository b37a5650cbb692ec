using LiquidNet.Cells;
using LiquidNet.Circuits;
using LiquidNet.Export;
using LiquidNet.Export.C;
using LiquidNet.Export.Folding;
using LiquidNet.Tests.Cells;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Tests.Export.Support;

namespace LiquidNet.Tests.Export;

/// <summary>What the C source of every cell promises, compiled and run beside a stream.</summary>
public class CSourceContract
{
    /// <summary>So many that errors add up, and so few that a cell which is chaotic shows no more than rounding.</summary>
    const int Steps = 20;

    /// <summary>How far a prediction or a state may be from the stream's, after any step from zero on:
    /// <c>|a - b| &lt;= tolerance (1 + |b|)</c>.</summary>
    const double Tolerance = 1e-6;

    /// <summary>For networks whose formulas nobody chose to be well-conditioned.</summary>
    const double RandomTolerance = 1e-5;

    /// <summary>The article's own update: its recurrent term is not scaled by time, and differences of one rounding grow.</summary>
    const double UnscaledTolerance = 1e-4;

    [CompilerFact]
    public void Every_cell_in_every_mode_compiles_strictly_and_equals_the_stream()
    {
        var networks = CellCatalog.All.Select(
            (recipe, seed) => LiquidNetwork.Regressor(recipe.CreateScattered(seed), outputs: 2, seed: seed)).ToArray();
        foreach (var compiler in CCompiler.All)
        {
            using var program = new CProgram();
            for (var index = 0; index < networks.Length; index++)
                program.Add($"m{index}", networks[index]);
            program.Compile(compiler, compiler == CCompiler.All[0] ? "-O1" : "-O0");
            foreach (var (index, recipe) in CellCatalog.All.Index())
            {
                var tolerance = networks[index].Cell is UnscaledLeakyIntegratorCell ? UnscaledTolerance : Tolerance;
                ShouldEqualTheStream(program, $"m{index}", networks[index], recipe.LongestTimespan, tolerance, recipe.Name);
            }
        }
    }

    [CompilerFact]
    public void Whatever_is_written_compiles_and_equals_the_stream()
    {
        using var program = new CProgram();
        var networks = Enumerable.Range(0, 60).Select(seed => LiquidNetwork.Classifier(new RandomEquation(seed).Cell, 3, seed)).ToArray();
        for (var seed = 0; seed < networks.Length; seed++)
            program.Add($"random{seed}", networks[seed]);
        program.Compile(CCompiler.All[0], "-O0");
        for (var seed = 0; seed < networks.Length; seed++)
            ShouldEqualTheStream(program, $"random{seed}", networks[seed], 1, RandomTolerance, $"equation {seed}");
    }

    [CompilerFact]
    public void Rounded_weights_are_those_that_the_library_would_compute_with()
    {
        using var program = new CProgram();
        static bool IsLtc(CellRecipe recipe) => recipe.Name.StartsWith("LTC", StringComparison.Ordinal);

        var rounded = new List<(string Name, LiquidNetwork Network, float Longest)>();
        foreach (var (index, recipe) in CellCatalog.All.Index().Where(entry => entry.Index % 4 == 0 || IsLtc(entry.Item)))
        {
            foreach (var weights in (CWeights[])[CWeights.Int8, CWeights.Int16])
            {
                var network = LiquidNetwork.Classifier(recipe.CreateScattered(index), classes: 3, seed: index);
                program.Add($"m{index}_{weights}".ToLowerInvariant(), network, new() { Weights = weights });
                var folded = new FoldedModel(network);
                foreach (var table in folded.Weights)
                    CNumbers.Round(table, weights);
                rounded.Add(($"m{index}_{weights}".ToLowerInvariant(), folded.ToNetwork(), recipe.LongestTimespan));
            }
        }

        program.Compile(CCompiler.All[0], "-O0");
        foreach (var (name, network, longest) in rounded)
            ShouldEqualTheStream(program, name, network, longest, RandomTolerance, name);
    }

    static void ShouldEqualTheStream(
        CProgram program, string name, LiquidNetwork network, float longest, double tolerance, string what)
    {
        var random = new Random(1);
        var mayBeMissing = MissingValues.AllowedIn(network.Model.Step.Equation, network.InputSize);
        var steps = Enumerable.Range(0, Steps).Select(step => (
            Input: mayBeMissing.Select(may => may && random.Next(3) == 0 ? float.NaN : 2 * random.NextSingle() - 1).ToArray(),
            Elapsed: (step % 7) switch { 3 => 0, 5 => 1e-6f, _ => longest * random.NextSingle() })).ToArray();
        var stream = network.OpenStream();
        foreach (var (step, actual) in steps.Zip(program.Run(name, steps)))
        {
            float[] expected = [.. stream.Step(step.Input, step.Elapsed), .. stream.State];
            actual.Code.Should().Be(0);
            var error = actual.Prediction.Concat(actual.State).Zip(expected, (a, b) => Math.Abs((double)a - b) / (1 + Math.Abs(b))).Max();
            if (!(error <= tolerance))
                Assert.Fail($"{what}: after a step of {step.Elapsed} the error is {error:g3}, above {tolerance:g3}.");
        }
    }
}
