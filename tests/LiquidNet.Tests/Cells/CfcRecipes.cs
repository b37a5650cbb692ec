using LiquidNet.Cells;
using LiquidNet.UserTests.Readme;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Cells;

/// <summary>The CfC family in every mode, and memories around cells.</summary>
static class CfcRecipes
{
    static readonly CfcMode[] Modes = Enum.GetValues<CfcMode>();

    static readonly WiringSpecification Policy = new NeuralCircuitPolicy(4, 3, 2, 2, 2, 3, 2) { Seed = 3 };

    public static IEnumerable<CellRecipe> All =>
    [
        .. from mode in Modes
           from semantics in Enum.GetValues<CfcSemantics>()
           select new CellRecipe(
               $"CfC, {mode}, {semantics}", seed => new CfcCell(3, 5, seed) { Mode = mode, Semantics = semantics, BackboneUnits = 7 })
           {
               KeepsStateAtZeroTimespan = false,
               Bound = Bound(mode, semantics),
           },
        .. from activation in Enum.GetValues<Activation>()
           select new CellRecipe(
               $"CfC, two {activation} layers, projected",
               seed => new CfcCell(2, 4, seed) { Activation = activation, BackboneUnits = 6, BackboneLayers = 2, ProjectionSize = 3 })
           {
               KeepsStateAtZeroTimespan = false,
               Bound = 1,
           },
        new("CfC without a backbone", seed => new CfcCell(3, 5, seed) { BackboneLayers = 0 })
        {
            KeepsStateAtZeroTimespan = false,
            Bound = 1,
        },
        .. from mode in Modes
           from form in Enum.GetValues<WiredCfcForm>()
           select new CellRecipe($"wired CfC, {mode}, {form}", seed => new WiredCfcCell(3, Policy, seed) { Mode = mode, Form = form })
           {
               KeepsStateAtZeroTimespan = false,
               Bound = Bound(mode, form == WiredCfcForm.Keras ? CfcSemantics.Keras : CfcSemantics.Torch),
           },
        new("wired CfC, random, projected", seed =>
            new WiredCfcCell(3, new RandomWiring(7, 3) { Sparsity = 0.6 }, seed) { ProjectionSize = 2 })
        {
            KeepsStateAtZeroTimespan = false,
            Bound = 1,
        },
        new("Memory for the state of a CfC", seed =>
            new MixedMemoryCell(new CfcCell(3, 4, seed) { BackboneUnits = 6 }, seed)) { KeepsStateAtZeroTimespan = false },
        new("Memory for the input of a wired CfC", seed => MixedMemoryCell.AsInput(3, new WiredCfcCell(9, Policy, seed), seed))
        {
            KeepsStateAtZeroTimespan = false,
        },
        new("Memory for the state of a leaky cell, 3 unfolds", seed => new MixedMemoryCell(new LeakyCell(3, 4, seed) { Unfolds = 3 }, seed))
        {
            KeepsStateAtZeroTimespan = false,
        },
    ];

    static float? Bound(CfcMode mode, CfcSemantics semantics) => (mode, semantics) switch
    {
        (CfcMode.Pure, _) or (_, CfcSemantics.Keras) => null,
        (CfcMode.NoGate, CfcSemantics.PaperTf) => 3.4318f,
        (CfcMode.NoGate, _) => 2,
        (_, CfcSemantics.PaperTf) => 1.7159f,
        _ => 1,
    };
}
