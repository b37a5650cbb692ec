using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>The sparse one-step approximation SnAp-1: carries only the influence of every parameter on the units that it acts on directly.
/// Exact for cells whose units do not see each other.</summary>
/// <remarks>
/// <para>This is <see cref="RealTimeRecurrentLearning"/> without the indirect effects of a parameter through other units, which leaves one
/// number per parameter of a synapse or unit. Exact for <see cref="Cells.RiccatiCell"/>; in other cells the gradient is biased, the more so
/// the more strongly units drive each other. "Directly" means within one unfold; within a time step, gradients pass through all
/// unfolds.</para>
/// <para>Menick et al., "Practical real time recurrent learning with a sparse approximation", ICLR 2021.</para>
/// </remarks>
public sealed class SnAp1 : InfluenceLearner
{
    /// <summary>Creates a learner.</summary>
    /// <param name="network">The network that learns; it must not read in both directions.</param>
    /// <param name="optimizer">The optimiser; null for <see cref="RmsProp"/>.</param>
    /// <param name="loss">The loss; null for the default of the readout.</param>
    /// <exception cref="ArgumentException">The network reads in both directions, or the loss does not fit its readout.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The influence has more numbers than an array can hold.</exception>
    public SnAp1(LiquidNetwork network, Optimizer? optimizer = null, Loss? loss = null)
        : base(network, optimizer, loss, isDirect: true)
    {
    }
}
