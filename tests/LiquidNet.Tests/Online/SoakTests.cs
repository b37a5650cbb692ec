using System.Globalization;
using LiquidNet.Cells;
using LiquidNet.Online;
using Xunit.Abstractions;

namespace LiquidNet.Tests.Online;

/// <summary>Learning goes on for ever: no memory is taken, and no number is lost.</summary>
/// <remarks><c>LIQUIDNET_SOAK_STEPS</c> says for how many steps each rule learns; the output has what each took and reached.</remarks>
[Trait("Category", "Soak")]
public class SoakTests(ITestOutputHelper output)
{
    static readonly Dictionary<string, Func<LiquidNetwork, OnlineLearner>> Rules = new()
    {
        ["immediate"] = network => new ImmediateDerivative(network) { Rollback = new(), Drift = new Adwin() },
        ["truncated"] = network => new TruncatedBackpropagation(network, window: 4),
        ["real-time"] = network => new RealTimeRecurrentLearning(network) { Rollback = new(), Drift = new PageHinkley() },
        ["direct"] = network => new SnAp1(network),
        ["least squares"] = network => new RecursiveLeastSquares(network) { Forgetting = 0.999 },
    };

    public static TheoryData<string> Names { get; } = new(Rules.Keys);

    const int Stretches = 20;

    static int Steps =>
        int.TryParse(Environment.GetEnvironmentVariable("LIQUIDNET_SOAK_STEPS"), CultureInfo.InvariantCulture, out var steps)
            ? steps
            : 20_000;

    [Theory]
    [MemberData(nameof(Names))]
    public void Learning_goes_on_without_memory_and_stays_finite(string rule)
    {
        var learner = Rules[rule](LiquidNetwork.Regressor(new CfcCell(2, 8, seed: 1) { BackboneUnits = 32 }, outputs: 1));
        var random = new Random(1);
        var losses = 0.0;
        Learn(1000);
        losses = 0;
        var stretches = Enumerable.Range(0, Stretches).Select(_ => Learn(Steps / Stretches)).ToArray();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{rule}: {Steps:N0} steps, {stretches.Sum()} bytes, mean loss {losses / Steps:G3}, {learner.RefusedUpdates} refused, "
            + $"{learner.Rollbacks} rollbacks, {learner.Drifts} drifts"));
        stretches.Order().Take(Stretches - 2).Should().OnlyContain(
            bytes => bytes == 0, "what a step takes, every stretch takes; a single one may hold bytes of the runtime");
        stretches.Sum().Should().BeLessThan(1000);
        learner.RefusedUpdates.Should().Be(0);
        learner.Network.Parameters.SelectMany(parameter => parameter.Values.ToArray()).Should().OnlyContain(value => float.IsFinite(value));
        (losses / Steps).Should().BeLessThan(0.1, "persistence has 0.33");

        long Learn(int steps)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Span<float> input = stackalloc float[2];
            Span<float> target = stackalloc float[1];
            for (var step = 0; step < steps; step++)
            {
                (input[0], input[1]) = (2 * random.NextSingle() - 1, 2 * random.NextSingle() - 1);
                target[0] = input[0] * (step / 50_000 % 2 == 0 ? 1 : 0.8f);
                learner.Observe(input);
                losses += learner.Correct(target);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
