namespace LiquidNet.PeerBenchmarks;

/// <summary>A library that takes part in the comparison.</summary>
interface IContender
{
    /// <summary>What the library is called in the rows.</summary>
    string Name { get; }

    /// <summary>Which version runs.</summary>
    string Version { get; }

    /// <summary>Whether the library has this model and this mode.</summary>
    bool Knows(RaceTask task);

    /// <summary>Prepares a task.</summary>
    /// <returns>What does the task once: <see cref="RaceTask.StepsPerRun"/> steps, or a batch.</returns>
    Entry Enter(RaceTask task);
}
