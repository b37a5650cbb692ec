using LiquidNet.Samples;

namespace LiquidNet.Tests.Samples;

public class VerdictTests
{
    static readonly (string, double) Persistence = ("persistence", 2);

    [Fact]
    public void A_gain_is_told_with_both_errors() =>
        Of(("CfC", 1.5), ("LTC", 3)).Should().Be("CfC beats persistence: RMSE on the test part 1.5 against 2, 25 % less.");

    [Theory]
    [InlineData(2)]
    [InlineData(2.5)]
    public void That_nothing_beats_the_baseline_is_said_first(double error) =>
        Of(("CfC", error), ("LTC", 3), ("GRU", 2)).Should().StartWith("Nothing beats persistence: CfC")
            .And.Contain(FormattableString.Invariant($"{error} against 2"));

    [Fact]
    public void What_would_have_beaten_the_baseline_but_was_not_chosen_is_named() =>
        Of(("CfC", 2.5), ("LTC", 1.9), ("GRU", 1), ("LSTM", 7)).Should().StartWith("CfC does not beat persistence:")
            .And.Contain("GRU and LTC would").And.NotContain("LSTM");

    static string Of((string, double) chosen, params (string, double)[] others) => Verdict.Of(Persistence, chosen, others, "RMSE");
}
