using LiquidNet.Cells;
using LiquidNet.Solvers;
using LiquidNet.UserTests.Readme;

namespace LiquidNet.Tests.Cells;

/// <summary>A way to make a cell, by its seed, and what is promised of it beyond the promises of all cells.</summary>
sealed record CellRecipe(string Name, Func<int, LiquidCell> Create)
{
    /// <summary>The longest timespan for which the cell is meant; explicit solvers are stable for short ones only.</summary>
    public float LongestTimespan { get; init; } = 2;

    /// <summary>Whether a timespan of zero keeps the state.</summary>
    public bool KeepsStateAtZeroTimespan { get; init; } = true;

    /// <summary>
    /// What no element of the state ever exceeds, however long the timespans, when it begins within it; null where none is known.
    /// </summary>
    public float? Bound { get; init; }

    /// <summary>A cell whose every parameter has a random value that its projection allows.</summary>
    public LiquidCell CreateScattered(int seed)
    {
        var cell = Create(seed);
        var random = new Random(seed);
        foreach (var parameter in cell.Parameters)
        {
            foreach (ref var value in parameter.Values)
                value += 0.3f * (random.NextSingle() - 0.5f);
            parameter.Projection?.Apply(parameter.Values);
        }

        return cell;
    }
}

/// <summary>Every cell in every mode, with every solver: the list that the facts of <see cref="CellContract"/> hold for.</summary>
static class CellCatalog
{
    public static IReadOnlyList<Solver> Solvers { get; } =
        [Euler.Instance, SemiImplicitEuler.Instance, ExponentialEuler.Instance, Midpoint.Instance, RungeKutta4.Instance];

    /// <summary>The drive is a tanh, and a scattered leak stays above 0.9.</summary>
    const float LeakyBound = 1 / 0.9f;

    public static IReadOnlyList<CellRecipe> All { get; } =
    [
        .. Solvers.Select(LeakyIntegrator),
        new("Leaky integrator, identity", seed => new LeakyIntegratorCell(3, 5, seed: seed) { Activation = Activation.Identity }),
        new("Leaky integrator, a time constant for each neuron", seed => new LeakyIntegratorCell(3, [2f, 3f, 2.5f, 4f], seed)),
        new("Leaky integrator, 3 unfolds", seed => new LeakyIntegratorCell(3, 5, seed: seed) { Unfolds = 3 }),
        new("Leaky integrator, adaptive unfolds", seed => new LeakyIntegratorCell(3, 5, seed: seed)
        {
            Unfolds = UnfoldPolicy.ByStepLength(0.5f, 8),
        }),
        new("Unscaled leaky integrator", seed => new UnscaledLeakyIntegratorCell(3, 5, timeConstant: 4, seed: seed))
        {
            KeepsStateAtZeroTimespan = false,
        },
        .. Solvers.Select(solver => new CellRecipe($"Leaky, {solver}", seed => new LeakyCell(3, 5, seed) { Solver = solver })
        {
            LongestTimespan = 1,
            Bound = solver is SemiImplicitEuler or ExponentialEuler ? LeakyBound : null,
        }),
        new("Leaky, 6 unfolds", seed => new LeakyCell(2, 4, seed) { Unfolds = 6 }) { Bound = LeakyBound },
        .. CfcRecipes.All,
        .. LtcRecipes.All,
        .. ComparisonRecipes.All,
        .. PreparedRecipes.All,
    ];

    public static IEnumerable<string> Names => All.Select(recipe => recipe.Name);

    public static CellRecipe Find(string name) => All.Single(recipe => recipe.Name == name);

    static CellRecipe LeakyIntegrator(Solver solver) =>
        new($"Leaky integrator, {solver}", seed => new LeakyIntegratorCell(3, 5, seed: seed) { Solver = solver })
        {
            Bound = solver is SemiImplicitEuler or ExponentialEuler ? 1 : null,
        };
}
