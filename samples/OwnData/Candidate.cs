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

    /// <summary>A cell for a task; where readings are missing, what it sees of each is the last one, a mark and its age.</summary>
    /// <returns>What a network is made of, and the candidate's cell inside it.</returns>
    public (LiquidCell Whole, LiquidCell Cell) Create(TableTask task, int seed)
    {
        var features = task.Training.Features;
        LiquidCell? cell = null;
        return task.HasGaps
            ? (new MissingValueCell(features, inputs => cell = Cell(inputs, seed)), cell!)
            : (cell = Cell(features, seed), cell);
    }
}
