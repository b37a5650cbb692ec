using LiquidNet.Cells;
using LiquidNet.Wirings;

namespace LiquidNet.Samples;

/// <summary>A model to compare: its name, and how its cell is made from a number of features and a seed.</summary>
sealed record Candidate(string Name, Func<int, int, LiquidCell> Cell)
{
    /// <summary>The models that are compared.</summary>
    /// <param name="units">Neurons of each.</param>
    public static IReadOnlyList<Candidate> All(int units) =>
    [
        new("LTC", (features, seed) => new LtcCell(features, new AutoNeuralCircuitPolicy(units, Math.Max(1, units / 4)), seed: seed)),
        new("CfC", (features, seed) => new CfcCell(features, units, seed: seed)),
        new("Riccati", (features, seed) => new RiccatiCell(features, units, seed: seed)),
        new("LSTM", (features, seed) => new LstmCell(features, units, seed)),
    ];

    /// <summary>A network for a task; where readings are missing, the cell sees the last one, a mark and its age.</summary>
    public LiquidNetwork Network(TableTask task, int seed)
    {
        var features = task.Training.Features;
        var hasGaps = Enumerable.Range(0, task.Table.Count).Any(index => task.Table.ToSequence(index).Values.Exists(float.IsNaN));
        return task.Network(hasGaps ? new MissingValueCell(features, inputs => Cell(inputs, seed)) : Cell(features, seed), seed);
    }
}
