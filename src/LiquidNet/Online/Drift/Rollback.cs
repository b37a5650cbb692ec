using LiquidNet.Checks;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>When an <see cref="OnlineLearner"/> restores earlier parameters.</summary>
/// <remarks>
/// <para>A copy of the network with the parameters of the last snapshot reads the same stream without learning. After each window of
/// corrections, or at once if a loss is not finite, the mean losses of both are compared. If that of the learner exceeds that of the copy
/// by more than the margin, the learner is set back to the snapshot: its parameters, the state of its optimiser, and the stream state of
/// the copy. Otherwise the present parameters become the next snapshot. A change in the data itself, which makes both worse, therefore
/// undoes nothing. Each observation costs one more forward step.</para>
/// <para>Each rollback halves the learning rate, and every 32 windows without one double it again, up to its original value. A rate that is
/// too high for the parameters to settle thus falls until the learner keeps up with its snapshots. Recursive least squares has no learning
/// rate.</para>
/// </remarks>
public sealed record Rollback
{
    /// <summary>Creates the settings.</summary>
    /// <param name="margin">The fraction by which the mean loss of the learner may exceed that of the snapshot, of the magnitude of the
    /// latter; zero or more. Default: 0.2.</param>
    /// <param name="window">The number of corrections between two comparisons; at least 1. Default: 200.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Rollback(float margin = 0.2f, int window = 200)
    {
        Margin = Require.NotNegative(margin, "The margin");
        Window = Require.AtLeast(window, 1, "The window", "losses are compared in it", nameof(window));
    }

    /// <summary>The fraction by which the mean loss of the learner may exceed that of the snapshot.</summary>
    public float Margin { get; }

    /// <summary>The number of corrections between two comparisons.</summary>
    public int Window { get; }

    /// <summary>Name and values, in the same format in every culture.</summary>
    public override string ToString() => InvariantText.Of(this, PrintMembers);
}
