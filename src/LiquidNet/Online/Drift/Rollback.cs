using LiquidNet.Checks;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>When an <see cref="OnlineLearner"/> puts its parameters back.</summary>
/// <remarks>
/// <para>A copy of the network with the parameters of the last snapshot reads the same stream and stands still. After each window of
/// corrections, or at once where a loss is not finite, the mean losses of both are compared: where the learner's is more than the margin
/// above the copy's, it gets the snapshot's parameters, its optimiser's state and the copy's state of the stream back; otherwise its own
/// become the next snapshot. So a change in what is observed, which makes both worse, undoes nothing. An observation costs one forward step
/// more.</para>
/// <para>With each rollback the learning rate is halved, and over each 32 windows without one it doubles, up to what it was: steps that are
/// so large that parameters never rest become smaller until the learner keeps up with its snapshots, and a rate that ruins a learner is
/// soon left and seldom tried again. Recursive least squares have no rate.</para>
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

    /// <summary>The name and the values, the same in every culture.</summary>
    public override string ToString() => InvariantText.Of(this, PrintMembers);
}
