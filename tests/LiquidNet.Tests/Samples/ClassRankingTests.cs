using LiquidNet.Samples;

namespace LiquidNet.Tests.Samples;

public class ClassRankingTests
{
    [Fact]
    public void Areas_are_told_with_the_names_of_both_classes_and_what_chance_has() =>
        ClassRanking.Of(["ja", "nein"], rocAuc: 0.91, averagePrecision: 0.8776, share: 14 / 18.0)
            .Should().Contain("ROC AUC 0.910: so often one labelled \"nein\" gets a higher score for that class than one labelled \"ja\"")
            .And.Contain("Average precision 0.878 for the class \"nein\" (class 1; \"ja\" is class 0): chance has 0.778");
}
