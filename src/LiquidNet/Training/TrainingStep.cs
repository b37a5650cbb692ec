using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Kernels;
using LiquidNet.Runs.Shards;
using LiquidNet.Seeding;

namespace LiquidNet.Training;

/// <summary>
/// One step of training: a gradient, its checks, and an update, of which either all happens or nothing. Allocates nothing.
/// </summary>
sealed class TrainingStep
{
    readonly BackpropagationThroughTime backpropagation;
    readonly GradientClipping? clipping;
    readonly OptimizerState optimizer;
    readonly GradientSet gradients;
    readonly ParameterSnapshot before;

    public TrainingStep(LiquidNetwork network, Loss loss, TrainerOptions options, ShardPool<ScoringWorker>? pool = null)
    {
        backpropagation = new BackpropagationThroughTime(network, loss, pool ?? ScoringWorker.PoolFor(network, loss, options.Threads))
        {
            CheckpointActivations = options.CheckpointActivations,
        };
        clipping = options.Clipping;
        optimizer = options.Optimizer.Start(network.Parameters);
        gradients = new GradientSet(network.Parameters);
        before = new ParameterSnapshot(network.Parameters);
    }

    /// <summary>The length of the last gradient, before clipping.</summary>
    public double GradientNorm { get; private set; }

    /// <summary>Learns from a batch.</summary>
    /// <param name="set">Where the samples come from.</param>
    /// <param name="batch">Positions of the samples in the set.</param>
    /// <param name="place">Which step of the training this is.</param>
    /// <param name="rateFactor">What the learning rate is multiplied by.</param>
    /// <exception cref="TrainingDivergedException">Loss, gradient or new values are not finite; no parameter has moved.</exception>
    public BatchResult Take(SequenceSet set, ReadOnlySpan<int> batch, StepPlace place, float rateFactor)
    {
        gradients.Clear();
        var result = backpropagation.Accumulate(set, batch, gradients, place.DropoutPass);
        gradients.KeepTrainable();
        GradientNorm = gradients.Norm();
        if (!double.IsFinite(GradientNorm))
            throw Diverged(place, NotFiniteGradient(), "the gradient of");
        if (!double.IsFinite(result.Loss))
            throw new TrainingDivergedException(place.Epoch + 1, place.Batch + 1, parameterName: null, "the loss");
        before.Take();
        try
        {
            optimizer.Move(gradients, rateFactor, clipping?.Apply(gradients, GradientNorm) ?? 1);
        }
        catch
        {
            before.Restore();
            throw;
        }

        if (NotFiniteParameter() is { } moved)
        {
            before.Restore();
            throw Diverged(place, moved, "the new value of");
        }

        return result;
    }

    TrainingDivergedException Diverged(StepPlace place, int? parameter, string what)
    {
        var name = parameter is { } index ? optimizer.Parameters.NameOf(index) : null;
        return new TrainingDivergedException(place.Epoch + 1, place.Batch + 1, name, $"{what} parameter '{name}'");
    }

    int? NotFiniteGradient()
    {
        for (var index = 0; index < gradients.Parameters.Count; index++)
        {
            if (!double.IsFinite(Updates.SumOfSquares(gradients[index])))
                return index;
        }

        return null;
    }

    int? NotFiniteParameter()
    {
        for (var index = 0; index < optimizer.Parameters.Count; index++)
        {
            if (!double.IsFinite(Updates.SumOfSquares(optimizer.Parameters[index].Values)))
                return index;
        }

        return null;
    }
}

/// <summary>Where in a training a step is, counted from 0.</summary>
readonly record struct StepPlace(int Epoch, int Batch, int Batches, int Seed)
{
    /// <summary>The middle of the step, in epochs.</summary>
    public double Time => Epoch + (Batch + 0.5) / Batches;

    /// <summary>Random numbers for dropout that no other step and no other seed has.</summary>
    public ulong DropoutPass => SeededRandom.Mix(((ulong)(uint)Seed << 32) ^ (ulong)((long)Epoch * Batches + Batch));
}
