using LiquidNet.Cells;
using LiquidNet.Wirings;

namespace LiquidNet.Samples;

/// <summary>A model to compare.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cell">Makes its cell from a number of features and a seed.</param>
/// <param name="IsFrozen">Whether the cell stays as it is, and the readout alone is solved for.</param>
/// <param name="LearnsChanges">Whether the network learns the changes of coming values from the last known ones.</param>
sealed record Candidate(string Name, Func<int, int, LiquidCell> Cell, bool IsFrozen = false, bool LearnsChanges = false)
{
    /// <summary>How many times the neurons of the others a cell has that does not learn.</summary>
    const int FrozenTimes = 4;

    /// <summary>The models that are compared; least squares need every target value. Coming values are forecast both ways.</summary>
    /// <param name="task">What is to be learned.</param>
    /// <param name="units">Neurons of each.</param>
    public static IReadOnlyList<Candidate> For(TableTask task, int units) =>
    [
        .. All(units).Where(candidate => !candidate.IsFrozen || !task.Training.IsWeighted)
            .SelectMany(candidate => task.Forecast is null ? [candidate] : new[] { candidate, candidate.OfChanges }),
    ];

    /// <summary>The same model, of changes.</summary>
    Candidate OfChanges => this with { Name = $"{Name}, changes", LearnsChanges = true };

    static Candidate[] All(int units) =>
    [
        new("LTC", (features, seed) => new LtcCell(features, new AutoNeuralCircuitPolicy(units, Math.Max(1, units / 4)), seed: seed)),
        new("CfC", (features, seed) => new CfcCell(features, units, seed: seed)),
        new("Riccati", (features, seed) => new RiccatiCell(features, units, seed: seed)),
        new("LSTM", (features, seed) => new LstmCell(features, units, seed)),
        new("frozen CT-RNN", (features, seed) => new CtRnnCell(features, FrozenTimes * units, seed: seed), IsFrozen: true),
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
