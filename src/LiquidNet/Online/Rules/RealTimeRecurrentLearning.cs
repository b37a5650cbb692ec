using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Real-time recurrent learning: carries the influence of every parameter on every unit forward in time. The gradient is exact
/// over all steps since the stream began.</summary>
/// <remarks>
/// <code>
/// P' = J P + D
/// dL/dp = dL/ds P
/// </code>
/// <para>with the influence <c>P = ds/dp</c>, the Jacobian <c>J</c> of the state over a whole time step, including all its unfolds and its
/// timespan, and the direct effect <c>D</c> of the parameters within the step. This equals backpropagation through time from the first
/// reading on, without storing any: memory and time do not grow with the stream. It is exact while parameters are constant; while they
/// change, the influence is partly that of earlier values.</para>
/// <para>Only what can differ from zero is kept and computed: which units a parameter reaches, directly or through others, follows from the
/// equation and the masks of its weights. A wired cell pays for its synapses only. In a dense cell memory is units times parameters, and a
/// step costs up to units squared times parameters, which limits it to a few dozen units. Parameters that are not trainable when the
/// learner is created have no influence.</para>
/// <para>If the influence ceases to be finite, it is reset and the past forgotten. Williams and Zipser, "A learning algorithm for
/// continually running fully recurrent neural networks", Neural Computation 1989.</para>
/// </remarks>
public sealed class RealTimeRecurrentLearning : InfluenceLearner
{
    /// <summary>Creates a learner.</summary>
    /// <param name="network">The network that learns; it must not read in both directions.</param>
    /// <param name="optimizer">The optimiser; null for <see cref="RmsProp"/>.</param>
    /// <param name="loss">The loss; null for the default of the readout.</param>
    /// <exception cref="ArgumentException">The network reads in both directions, or the loss does not fit its readout.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The influence has more numbers than an array can hold.</exception>
    public RealTimeRecurrentLearning(LiquidNetwork network, Optimizer? optimizer = null, Loss? loss = null)
        : base(network, optimizer, loss, isDirect: false)
    {
    }
}
