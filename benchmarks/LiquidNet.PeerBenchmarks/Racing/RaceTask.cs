using LiquidNet.Benchmarks;

namespace LiquidNet.PeerBenchmarks;

/// <summary>What is to be done, by every system alike.</summary>
sealed record RaceTask(string Model, BenchmarkShape Shape, string Mode, int Threads)
{
    /// <summary>Single steps are too short for the clock; so many make one measurement.</summary>
    public const int StepsPerRun = 10;

    /// <summary>Whether single steps are measured, not batches.</summary>
    public bool IsStream => Mode is BenchmarkMode.Stream or BenchmarkMode.StreamApi or BenchmarkMode.Learn;

    /// <inheritdoc/>
    public override string ToString() => $"{Mode} {Model} {Shape.Name}, {Threads} {(Threads == 1 ? "thread" : "threads")}";
}
