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
public sealed class SnAp1 : InfluenceLearner
{
    /// <summary>Creates a learner.</summary>
    /// <param name="network">What learns; it must not read in both directions.</param>
    /// <param name="optimizer">How parameters move; null takes <see cref="RmsProp"/>.</param>
    /// <param name="loss">How wrong a prediction is; null takes the readout's.</param>
    /// <exception cref="ArgumentException">The network reads in both directions, or the loss does not fit its readout.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The influence has more numbers than an array can hold.</exception>
    public SnAp1(LiquidNetwork network, Optimizer? optimizer = null, Loss? loss = null)
        : base(network, optimizer, loss, isDirect: true)
    {
    }
}
