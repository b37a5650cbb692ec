using LiquidNet.Equations;
using LiquidNet.Online.Influences;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Carries the influence of every parameter on the units that it acts on directly: exact for cells whose units do not see each
/// other.</summary>
/// <remarks>
/// <para>It is <see cref="RealTimeRecurrentLearning"/> without what a parameter does to further units over those: one number for each
/// parameter of a synapse or a unit. Exact for <see cref="Cells.RiccatiCell"/>; elsewhere the gradient is biased, the more so the more the
/// units drive each other. Directly means within one unfold; within a time step all unfolds are gone back through.</para>
/// <para>Menick et al., "Practical real time recurrent learning with a sparse approximation", ICLR 2021.</para>
/// </remarks>
public sealed class SnAp1 : GradientLearner
{
    readonly Influence influence;

    /// <summary>Creates a learner.</summary>
    /// <param name="network">What learns; it must not read in both directions.</param>
    /// <param name="optimizer">How parameters move; null takes <see cref="RmsProp"/>.</param>
    /// <param name="loss">How wrong a prediction is; null takes the readout's.</param>
    /// <exception cref="ArgumentException">The network reads in both directions, or the loss does not fit its readout.</exception>
    public SnAp1(LiquidNetwork network, Optimizer? optimizer = null, Loss? loss = null)
        : base(network, optimizer, loss) => influence = new Influence(network, isDirect: true);

    /// <summary>How many numbers the influence has: pairs of a unit and a value of a parameter that acts on it directly.</summary>
    public long InfluenceSize => influence.Size;

    /// <summary>How many multiplications carry the influence over one step.</summary>
    public long MultiplicationsPerStep => influence.Multiplications;

    private protected override void Follow(StreamStep step) => influence.Advance(step);

    private protected override void AddGradient(StreamStep step, ReadOnlySpan<float> logitGradient, GradientSet toGradients) =>
        influence.AddGradient(step, logitGradient, toGradients);

    private protected override void Forget() => influence.Clear();
}
