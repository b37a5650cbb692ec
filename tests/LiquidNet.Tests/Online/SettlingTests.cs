using LiquidNet.Cells;
using LiquidNet.Online;

namespace LiquidNet.Tests.Online;

/// <summary>With the default optimiser every rule that moves a cell settles on a task that the step before decides.</summary>
public class SettlingTests
{
    static readonly Dictionary<string, Func<LiquidNetwork, OnlineLearner>> Rules = new()
    {
        ["immediate"] = network => new ImmediateDerivative(network),
        ["direct"] = network => new SnAp1(network),
        ["real-time"] = network => new RealTimeRecurrentLearning(network),
        ["a window of 8"] = network => new TruncatedBackpropagation(network, window: 8),
        ["a window of 16"] = network => new TruncatedBackpropagation(network, window: 16),
    };

    public static TheoryData<string> Names { get; } = new(Rules.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_settle_and_stay(string rule)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var losses = RollbackTests.Learn(Rules[rule](RollbackTests.Network(seed)), seed, windows: 30);
            losses.Skip(10).Should().OnlyContain(loss => loss < 0.05, $"of seed {seed}; persistence has 1.1");
        }
    }

    [Fact]
    public void Sizes_that_no_array_can_hold_are_refused()
    {
        var window = () => new TruncatedBackpropagation(OnlineContract.Network(), window: int.MaxValue);
        window.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*window of 2,147,483,647 steps*").WithParameterName("window");
        var covariance = () => new RecursiveLeastSquares(LiquidNetwork.Regressor(new RiccatiCell(1, 60_000), outputs: 1));
        covariance.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*60000 inputs*").WithParameterName("network");
    }
}
