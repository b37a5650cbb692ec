using LiquidNet.Cells;
using LiquidNet.Solvers;

namespace LiquidNet.Tests.Cells;

/// <summary>The cells that the LTC paper compares with, and the cell with an exact flow, alone and in deep stacks.</summary>
static class ComparisonRecipes
{
    public static IReadOnlyList<CellRecipe> All { get; } =
    [
        .. CellCatalog.Solvers.Select(CtRnn),
        .. CellCatalog.Solvers.Where(solver => solver is not ExponentialEuler).Select(NeuralOde),
        new("Riccati", seed => new RiccatiCell(3, 5, seed)) { Bound = 1 },
        new("Riccati, 2 unfolds", seed => new RiccatiCell(3, 4, seed) { MinDecay = 0.3f, Unfolds = 2 }) { Bound = 1 },
        new("Riccati with residual", seed => new ResidualCell(new RiccatiCell(3, 5, seed) { Unfolds = 2 }, seed) { Dropout = 0.2f })
        {
            KeepsStateAtZeroTimespan = false,
        },
        new("Riccati + CfC with residual", seed => new StackedCell(
            new RiccatiCell(3, 4, seed), new ResidualCell(new CfcCell(4, 3, seed: seed), seed)))
        {
            KeepsStateAtZeroTimespan = false,
        },
        new("Riccati, average pooling", seed => new StackedCell(new RiccatiCell(3, 4, seed), new AveragePooling(4)))
        {
            KeepsStateAtZeroTimespan = false,
        },
        new("CT-GRU", seed => new CtGruCell(3, 4, traces: 4, seed: seed)) { KeepsStateAtZeroTimespan = false, Bound = 1 },
        new("LSTM", seed => new LstmCell(3, 4, seed)) { KeepsStateAtZeroTimespan = false },
        new("GRU", seed => new GruCell(3, 4, seed)) { KeepsStateAtZeroTimespan = false, Bound = 1 },
    ];

    static CellRecipe CtRnn(Solver solver) => new($"CT-RNN, {solver}", seed => new CtRnnCell(3, 5, seed: seed) { Solver = solver })
    {
        LongestTimespan = 1,
        Bound = solver is SemiImplicitEuler or ExponentialEuler ? 1.2f : null,
    };

    static CellRecipe NeuralOde(Solver solver) =>
        new($"Neural ODE, {solver}", seed => new NeuralOdeCell(3, 5, seed) { Solver = solver }) { LongestTimespan = 1 };
}
