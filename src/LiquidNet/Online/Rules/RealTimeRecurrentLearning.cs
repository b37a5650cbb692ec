using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Carries the influence of every parameter on every unit forward in time: exact for all steps since the stream began.</summary>
/// <remarks>
/// <code>
/// P' = J P + D
/// dL/dp = dL/ds P
/// </code>
/// <para>with <c>P = ds/dp</c>, the state's Jacobian <c>J</c> over a whole time step, all its unfolds and its timespan included, and what
/// the parameters do within the step, <c>D</c>. It equals backpropagation through time from the first reading, without remembering any:
/// memory and time do not grow with the stream. While parameters stand still it is exact; while they move, the influence is that of the
/// parameters as they were.</para>
/// <para>Only what can differ from zero is kept and computed: the units that a parameter reaches, directly or over others, are found from
/// the equation and the masks of its weights. A cell along a wiring pays for its synapses; in a dense cell memory is units times
/// parameters, and a step costs up to units squared times parameters: a few dozen units at most. Parameters that are not trainable
/// when the learner is created have no influence.</para>
/// <para>Where the influence is not finite any more, the past is forgotten. Williams and Zipser, "A learning algorithm for continually
/// running fully recurrent neural networks", Neural Computation 1989.</para>
/// </remarks>
public sealed class RealTimeRecurrentLearning : InfluenceLearner
{
    /// <summary>Creates a learner.</summary>
    /// <param name="network">What learns; it must not read in both directions.</param>
    /// <param name="optimizer">How parameters move; null takes <see cref="RmsProp"/>.</param>
    /// <param name="loss">How wrong a prediction is; null takes the readout's.</param>
    /// <exception cref="ArgumentException">The network reads in both directions, or the loss does not fit its readout.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The influence has more numbers than an array can hold.</exception>
    public RealTimeRecurrentLearning(LiquidNetwork network, Optimizer? optimizer = null, Loss? loss = null)
        : base(network, optimizer, loss, isDirect: false)
    {
    }
}
