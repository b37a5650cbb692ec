using LiquidNet.Cells;
using LiquidNet.Solvers;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Cells;

/// <summary>The liquid time-constant cell with every solver and in every mode.</summary>
static class LtcRecipes
{
    /// <summary>Reversal potentials are 1 from zero at first, and scattered a little.</summary>
    const float Bound = 1.3f;

    /// <summary>Beyond it, explicit solvers are unstable: many synapses make time constants short.</summary>
    const float LongestExplicit = 0.3f;

    static readonly WiringSpecification Wiring = new AutoNeuralCircuitPolicy(units: 9, outputs: 2);

    public static IReadOnlyList<CellRecipe> All { get; } =
    [
        .. CellCatalog.Solvers.Select(With),
        Bounded("LTC, 6 unfolds", seed => new LtcCell(2, 4, seed)),
        Bounded("LTC, adaptive unfolds", seed => new LtcCell(2, Wiring, seed) { Unfolds = UnfoldPolicy.ByStepLength(0.4f, 6) }),
        Bounded("LTC, explicit constraints", seed => new LtcCell(3, Wiring, seed) { Constraints = LtcConstraints.Explicit }),
        Bounded("LTC, linear maps", seed => new LtcCell(3, Wiring, seed)
        {
            InputMapping = LtcFeatureMapping.Linear,
            OutputMapping = LtcFeatureMapping.Linear,
            Initialization = LtcInitialization.Raw,
            FixedPolarity = true,
        }),
        Bounded("LTC, no mappings", seed => new LtcCell(3, Wiring, seed)
        {
            InputMapping = LtcFeatureMapping.None,
            OutputMapping = LtcFeatureMapping.None,
        }),
        Bounded("LTC, timespan offset", seed => new LtcCell(3, Wiring, seed) { TimespanOffset = 0.001f }) with
        {
            KeepsStateAtZeroTimespan = false,
        },
        new("LTC with memory", seed => new MixedMemoryCell(new LtcCell(3, Wiring, seed), seed)) { KeepsStateAtZeroTimespan = false },
        Bounded("LTC below CT-RNN", seed => new StackedCell(new LtcCell(3, Wiring, seed), new CtRnnCell(2, 4, seed: seed) { Unfolds = 1 })),
    ];

    static CellRecipe With(Solver solver)
    {
        var recipe = Bounded($"LTC, {solver}", seed => new LtcCell(3, Wiring, seed) { Unfolds = 3, Solver = solver });
        return solver is SemiImplicitEuler or ExponentialEuler ? recipe : recipe with { LongestTimespan = LongestExplicit, Bound = null };
    }

    static CellRecipe Bounded(string name, Func<int, LiquidCell> create) => new(name, create) { Bound = Bound };
}
