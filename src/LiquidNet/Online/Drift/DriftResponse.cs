using LiquidNet.Checks;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>What an <see cref="OnlineLearner"/> does when its <see cref="OnlineLearner.Drift"/> monitor has found a change: it learns
/// faster for a while.</summary>
/// <remarks>
/// <para>Rules that follow a gradient multiply their learning rate by <see cref="LearningRateFactor"/>, and the factor falls back to 1, by
/// the same ratio with each of the next <see cref="Window"/> corrections. <see cref="RecursiveLeastSquares"/> has no learning rate: its
/// covariance begins anew at <see cref="RecursiveLeastSquares.InitialCovariance"/>, so that the next targets count as much as the first
/// ones did, and the weights stay.</para>
/// <para>For another response, compare <see cref="OnlineLearner.Drifts"/> after each correction, and set
/// <see cref="GradientLearner.LearningRateFactor"/>, call <see cref="OnlineLearner.Reset"/>, or alert somebody.</para>
/// </remarks>
public sealed record DriftResponse
{
    /// <summary>Creates the settings.</summary>
    /// <param name="learningRateFactor">The factor of the learning rate right after a change; at least 1, at most 1000.
    /// Default: 10.</param>
    /// <param name="window">The number of corrections until the factor is 1 again; at least 1. Default: 200.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public DriftResponse(float learningRateFactor = 10, int window = 200)
    {
        LearningRateFactor = Require.Between(
            learningRateFactor, 1, 1000, "The factor of the learning rate", "it makes learning faster", nameof(learningRateFactor));
        Window = Require.AtLeast(window, 1, "The window", "corrections are counted in it", nameof(window));
    }

    /// <summary>The factor of the learning rate right after a change.</summary>
    public float LearningRateFactor { get; }

    /// <summary>The number of corrections until the factor is 1 again.</summary>
    public int Window { get; }

    /// <summary>Name and values, in the same format in every culture.</summary>
    public override string ToString() => InvariantText.Of(this, PrintMembers);
}
