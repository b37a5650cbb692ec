using BenchmarkDotNet.Attributes;
using LiquidNet.Training;

namespace LiquidNet.Benchmarks;

/// <summary>
/// One step of training of CIFAR-10 by rows: forward, back through time, gradient descent. The tests hold both versions to the same
/// parameters after the same steps.
/// </summary>
[MemoryDiagnoser]
public class TrainingStepBenchmarks
{
    const int Batch = 128, Steps = 32, Features = 96, Units = 128, Classes = 10;
    const float LearningRate = 1e-4f;

    readonly TrainingTask task = new(Batch, Steps, Features, Units, Classes);
    TrainingStep step = null!;

    /// <summary>Warms up memory.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        step = new TrainingStep(task.Network, new SoftmaxCrossEntropy(), new() { Optimizer = new Sgd(LearningRate) });
        LiquidNet();
    }

    /// <summary>Whole-batch matrices of MathNet with its own threads.</summary>
    [Benchmark(Baseline = true)]
    public void MathNet() => task.ByHand.Step(task.Inputs, task.Labels, LearningRate);

    /// <summary>The library, all threads, reading its batch from sequences.</summary>
    [Benchmark]
    public void LiquidNet() =>
        step.Take(task.Set, task.Samples, new StepPlace(Epoch: 0, Batch: 0, Batches: 1, Seed: 0), learningRateFactor: 1);
}
