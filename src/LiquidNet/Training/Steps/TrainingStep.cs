using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Kernels;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

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

    public TrainingStep(LiquidNetwork network, Loss loss, TrainerOptions options, ShardPool<ScoringWorker>? pool = null)
    {
        backpropagation = new BackpropagationThroughTime(network, loss, pool ?? ScoringWorker.PoolFor(network, loss, options.Threads))
        {
            CheckpointActivations = options.CheckpointActivations,
        };
        clipping = options.Clipping;
        optimizer = options.Optimizer.CreateState(network.Parameters);
        gradients = new GradientSet(network.Parameters);
        Average = options.EmaDecay is { } decay ? new AveragedParameters(network.Parameters, decay) : null;
    }

    /// <summary>The length of the last gradient, before clipping.</summary>
    public double GradientNorm { get; private set; }

    /// <summary>Steps taken, and what the next one needs.</summary>
    public OptimizerState Optimizer => optimizer;

    /// <summary>The average of the parameters after each step, where there is to be one.</summary>
    public AveragedParameters? Average { get; }

    /// <summary>Learns from a batch; where no output of it has a target, no parameter moves.</summary>
    /// <param name="set">Where the samples come from.</param>
    /// <param name="batch">Positions of the samples in the set.</param>
    /// <param name="place">Which step of the training this is.</param>
    /// <param name="learningRateFactor">What the learning rate is multiplied by.</param>
    /// <param name="states">The states with which samples begin, and which receive those at their ends; null begins with zero.</param>
    /// <exception cref="TrainingDivergedException">Loss, gradient, new values or the optimiser's state are not finite; no parameter has
    /// moved.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Schedule or clipping give a factor that is negative or not finite; no parameter has
    /// moved.</exception>
    public BatchResult Take(
        SequenceSet set, ReadOnlySpan<int> batch, StepPlace place, float learningRateFactor, CarriedStates? states = null)
    {
        gradients.Clear();
        var result = backpropagation.Accumulate(set, batch, gradients, place.DropoutSeed, states);
        if (result.Count == 0)
            return result;
        gradients.KeepTrainable();
        GradientNorm = gradients.Norm();
        if (!double.IsFinite(GradientNorm))
            throw Diverged(place, "the gradient", NotFiniteGradient());
        if (!double.IsFinite(result.Loss))
            throw Diverged(place, "the loss");
        var scale = clipping?.Clip(gradients, GradientNorm) ?? 1;
        if (optimizer.TryMove(gradients, learningRateFactor, scale) is { } moved)
            throw Diverged(place, "the new value or the optimiser's state", moved);
        Average?.Take();
        return result;
    }

    /// <summary>A parameter that was not finite before the step is the cause of all that followed, and is named alone.</summary>
    TrainingDivergedException Diverged(StepPlace place, string what, int? parameter = null)
    {
        var cause = NotFinite.FirstIn(optimizer.Parameters);
        var name = cause ?? (parameter is { } index ? optimizer.Parameters.NameOf(index) : null);
        if (name is not null)
            what = $"{(cause is null ? what : "a value")} of parameter '{name}'";
        return new TrainingDivergedException(place.Epoch + 1, place.Batch + 1, name, what) { BeganNotFinite = cause is not null };
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
}
