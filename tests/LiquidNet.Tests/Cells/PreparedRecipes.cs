using LiquidNet.Cells;
using LiquidNet.Solvers;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Cells;

/// <summary>Cells that take inputs as they are measured: with gaps, and in units of their own.</summary>
static class PreparedRecipes
{
    static readonly WiringSpecification Wiring = new AutoNeuralCircuitPolicy(units: 7, outputs: 2);

    public static IReadOnlyList<CellRecipe> All { get; } =
    [
        WithGaps("CfC over gaps", features: 3, (inputs, seed) => new CfcCell(inputs, 4, seed)),
        WithGaps("LTC over gaps, 3 unfolds", features: 2, (inputs, seed) => new LtcCell(inputs, Wiring, seed) { Unfolds = 3 }),
        WithGaps("LTC with memory over gaps", features: 2, (inputs, seed) => new MixedMemoryCell(new LtcCell(inputs, Wiring, seed), seed)),
        new("Leaky integrator over gaps, below GRU", seed => new StackedCell(
            new MissingValueCell(2, inputs => new LeakyIntegratorCell(inputs, 3, seed: seed)), new GruCell(3, 2, seed)))
        {
            KeepsStateAtZeroTimespan = false,
        },
        new("Standardised leaky integrator over gaps", seed => Standardised(
            new MissingValueCell(3, inputs => new LeakyIntegratorCell(inputs, 5, seed: seed))))
        {
            KeepsStateAtZeroTimespan = false,
        },
        new("Standardised LTC, adaptive unfolds", seed => Standardised(
            new LtcCell(3, Wiring, seed) { Unfolds = UnfoldPolicy.ByStepLength(0.4f, 6) })),
        new("Standardised CfC over gaps with last values", seed => Standardised(new LastValueCell(
            new MissingValueCell(3, inputs => new CfcCell(inputs, 4, seed)), features: [2, 0])))
        {
            KeepsStateAtZeroTimespan = false,
        },
        new("LTC with last values, adaptive unfolds", seed => new LastValueCell(
            new LtcCell(3, Wiring, seed) { Unfolds = UnfoldPolicy.ByStepLength(0.4f, 6) }, features: [1, 2]))
        {
            KeepsStateAtZeroTimespan = false,
        },
    ];

    static CellRecipe WithGaps(string name, int features, Func<int, int, LiquidCell> create) =>
        new(name, seed => new MissingValueCell(features, inputs => create(inputs, seed))) { KeepsStateAtZeroTimespan = false };

    static StandardizedCell Standardised(LiquidCell cell) => new(cell, mean: [0.5f, -1, 0], standardDeviation: [2, 0.5f, 1]);
}
