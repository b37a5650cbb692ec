using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Benchmarks;

/// <summary>One step of training on one batch: forward, back through time, Adam, with all checks of a training.</summary>
/// <remarks>The loss is the mean squared error of all outputs, for the simple layer the cross-entropy after the last step.</remarks>
sealed class TrainingWorkload
{
    readonly TrainingStep step;
    readonly SequenceSet set;
    readonly int[] samples;

    public TrainingWorkload(string model, BenchmarkShape shape, int threads)
    {
        var network = BenchmarkModel.CreateNetwork(model, shape);
        var isClassifier = model == BenchmarkModel.Simple;
        set = BenchmarkSequences.ToSet(shape, isClassifier ? 0 : network.OutputSize);
        samples = [.. Enumerable.Range(0, shape.Batch)];
        step = new TrainingStep(
            network,
            isClassifier ? new SoftmaxCrossEntropy() : new MeanSquaredError(),
            new() { Optimizer = new Adam(), Threads = threads });
    }

    /// <summary>One batch.</summary>
    /// <returns>The loss before the step.</returns>
    public double Run() => step.Take(set, samples, new StepPlace(Epoch: 0, Batch: 0, Batches: 1, Seed: 0), learningRateFactor: 1).Loss;
}
