using LiquidNet.Checks;

namespace LiquidNet.Online;

/// <summary>When an <see cref="OnlineLearner"/> puts its parameters back.</summary>
/// <remarks>
/// A copy of the network with the parameters of the last snapshot reads the same stream and stands still. After each window of
/// corrections the mean losses of both are compared: where the learner's is more than the margin above the copy's, it gets the snapshot's
/// parameters back; otherwise its own become the next snapshot. So a change in what is observed, which makes both worse, undoes nothing.
/// An observation costs one forward step more. The learning rate stays as it is: where its steps are so large that parameters never rest,
/// a lucky snapshot is gone back to again and again, and learning stands still; then take a smaller rate, a larger margin or window.
/// </remarks>
public sealed record Rollback
{
    /// <summary>States when parameters are put back.</summary>
    /// <param name="margin">By what share the learner's mean loss may exceed that of the snapshot; zero or more. Default: 0.2.</param>
    /// <param name="window">After how many corrections they are compared; at least 1. Default: 200.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Rollback(float margin = 0.2f, int window = 200)
    {
        Margin = Require.NotNegative(margin, "The margin");
        Window = Require.AtLeast(window, 1, "The window", "losses are compared in it", nameof(window));
    }

    /// <summary>By what share the learner's mean loss may exceed that of the snapshot.</summary>
    public float Margin { get; }

    /// <summary>After how many corrections both are compared.</summary>
    public int Window { get; }
}
