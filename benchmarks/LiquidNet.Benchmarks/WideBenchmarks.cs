using BenchmarkDotNet.Attributes;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Benchmarks;

/// <summary>A training step of wide LTC cells: its cost follows the synapses, its memory the state.</summary>
/// <remarks>Memory per operation is that of a network's first step, with all that it keeps for the next ones.</remarks>
[ShortRunJob]
[MemoryDiagnoser]
[WideColumns]
public class WideBenchmarks
{
    /// <summary>A batch of two half shards.</summary>
    public const int Batch = 16, Steps = 8;

    const int Features = 16, Outputs = 8;

    readonly SequenceSet set = SequenceSet.Of(Enumerable.Range(0, Batch).Select(sample =>
        new Sequence(Matrix<float>.Build.Dense(Steps, Features, RandomNumbers.Create(Steps * Features, sample)))
        {
            Label = sample % Outputs,
        }));

    readonly int[] samples = [.. Enumerable.Range(0, Batch)];

    TrainingStep training = null!;

    /// <summary>Units, and for each how many of all units it is connected to: all, or five.</summary>
    [Params("512 full", "4096 sparse")]
    public string Cell { get; set; } = "";

    /// <summary>Synapses of a cell by its name.</summary>
    public static int SynapsesOf(string cell) => Create(cell).Wiring!.Synapses.Count;

    [GlobalSetup]
    public void Prepare() => training = CreateTraining();

    [Benchmark]
    public double Step() => Take(training);

    [Benchmark]
    public double FirstStep() => Take(CreateTraining());

    static LtcCell Create(string cell) => cell == "512 full"
        ? new LtcCell(Features, units: 512)
        : new LtcCell(Features, new RandomWiring(units: 4096) { Sparsity = 1 - 20_000.0 / (4096.0 * 4096) });

    TrainingStep CreateTraining() => new(
        LiquidNetwork.Classifier(Create(Cell), Outputs), new SoftmaxCrossEntropy(), new() { Optimizer = new Adam(), Threads = 1 });

    double Take(TrainingStep step) =>
        step.Take(set, samples, new StepPlace(Epoch: 0, Batch: 0, Batches: 1, Seed: 0), learningRateFactor: 1).Loss;
}
