namespace LiquidNet.Tests.Architecture;

/// <summary>How much code each part of the library may have: it grows on purpose, not unnoticed.</summary>
public sealed class CodeBudgetTests
{
    static readonly Dictionary<string, int> Budgets = new()
    {
        ["Checks"] = 160,
        ["Files"] = 120,
        ["Seeding"] = 250,
        ["Kernels"] = 3680,
        ["Equations"] = 1480,
        ["Circuits"] = 1260,
        ["Solvers"] = 150,
        ["Wirings"] = 975,
        ["Cells"] = 1340,
        ["Data"] = 3920,
        ["Runs"] = 1500,
        [Edges.Root] = 2470,
        ["Training"] = 3490,
        ["Online"] = 3460,
        ["Analysis"] = 1300,
        ["Storage"] = 1610,
        ["Import"] = 1425,
        ["Export"] = 1460,
    };

    [Fact]
    public void Every_part_keeps_within_its_budget_of_code_lines() =>
        Repository.SourcesIn("src/LiquidNet").GroupBy(file => file.Part, file => file.CodeLineCount)
            .Where(part => part.Sum() > Budgets.GetValueOrDefault(part.Key))
            .Select(part => $"{(part.Key == Edges.Root ? "the root" : part.Key)} has {part.Sum()} code lines but a budget of "
                + $"{Budgets.GetValueOrDefault(part.Key)}: write it shorter, or raise the budget in a commit that says why")
            .ShouldBeNone();

    [Fact]
    public void Every_part_of_the_architecture_has_a_budget() => Budgets.Keys.Should().BeEquivalentTo(Edges.Parts);
}
