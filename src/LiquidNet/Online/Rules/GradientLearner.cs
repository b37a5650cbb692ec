using LiquidNet.Checks;
using LiquidNet.Equations;
using LiquidNet.Online.Files;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>A learner that updates all parameters along a gradient, which its rule computes exactly or approximately.</summary>
public abstract class GradientLearner : OnlineLearner
{
    readonly OptimizerState optimizer;
    readonly GradientSet gradients;

    private protected GradientLearner(LiquidNetwork network, Optimizer? optimizer, Loss? loss)
        : base(network, loss)
    {
        this.optimizer = (optimizer ?? new RmsProp()).CreateState(network.Parameters);
        gradients = new GradientSet(network.Parameters);
    }

    /// <summary>The optimiser.</summary>
    /// <value>Default: <see cref="RmsProp"/>: gradients of recurrent weights are about a hundred times smaller than those of the readout,
    /// and it gives each value its own step size.</value>
    public Optimizer Optimizer => optimizer.Optimizer;

    /// <summary>Gradient clipping, which bounds a single update; null for none.</summary>
    /// <value>Default: <see cref="GradientClipping.ByNorm"/> of 1.</value>
    public GradientClipping? Clipping { get; init; } = GradientClipping.ByNorm(1);

    /// <summary>A factor for the learning rate, for custom schedules.</summary>
    /// <value>Zero or more, and finite. Default: 1. May be set at any time.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float LearningRateFactor { get; set => field = Require.NotNegative(value, "The factor of the learning rate"); } = 1;

    /// <summary>The learning rate of the next correction: that of the optimiser times <see cref="LearningRateFactor"/>, reduced after
    /// rollbacks and raised by a <see cref="DriftResponse"/>.</summary>
    public float LearningRate => Optimizer.LearningRate * Factor;

    /// <summary>The gradient of the last correction, as it was found, without what constraints would undo.</summary>
    internal GradientSet Gradients => gradients;

    float Factor => LearningRateFactor * RollbackRate * DriftRate;

    /// <summary>Adds the gradient with respect to all parameters.</summary>
    /// <param name="step">The last step.</param>
    /// <param name="logitGradient">The gradient with respect to the logits [OutputSize].</param>
    /// <param name="toGradients">What to add to.</param>
    private protected abstract void AddGradient(StreamStep step, ReadOnlySpan<float> logitGradient, GradientSet toGradients);

    private protected sealed override IReadOnlyList<float[]> Moments => optimizer.States;

    private protected override void TransferRule(ILearnerState state)
    {
        float[] factor = [LearningRateFactor];
        state.Values("rateFactor", factor);
        LearningRateFactor = factor[0];
        optimizer.Steps = state.Count("optimizerSteps", optimizer.Steps);
        for (var index = 0; index < Moments.Count; index++)
            state.Values($"optimizer/{Network.Parameters.NameOf(index)}", Moments[index]);
    }

    private protected sealed override bool TryUpdate(StreamStep step, OnlineLoss compared)
    {
        gradients.Clear();
        AddGradient(step, compared.Gradient, gradients);
        gradients.KeepTrainable();
        var norm = gradients.Norm();
        return double.IsFinite(norm)
            && optimizer.TryMove(gradients, Factor, Clipping?.Clip(gradients, norm) ?? 1) is null;
    }
}
