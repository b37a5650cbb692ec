using LiquidNet.Cells.Blocks;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>
/// The update of a leaky integrator as it is often printed, with a recurrent term that is not scaled by the step. Warning: this is not an
/// Euler step of any fixed equation, smaller steps give another model, and the state can grow without bound. Prefer
/// <see cref="LeakyIntegratorCell"/>.
/// </summary>
/// <remarks>
/// <code>
/// h' = (1 - a) h + a x W_in + h W_hid + b_hid,   a = dt / tau
/// </code>
/// <para>Input [samples x features], state and output [samples x units]; <c>tau</c> is a single number or one per neuron [units]. Timespans
/// use the unit of the time constants and may differ per sample; zero does not keep the state.</para>
/// <para>Nothing bounds the state: after training on short windows it may grow in a longer stream until it is no longer finite and the
/// stream throws. Reset the stream as often as training did.</para>
/// </remarks>
public sealed class UnscaledLeakyIntegratorCell : LiquidCell
{
    readonly RecurrentMap map;
    readonly Parameter timeConstants;

    /// <summary>Creates a cell with one time constant for all neurons.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Neurons; at least 1.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <param name="timeConstant">Initial time constant of every neuron, in the unit of the timespans; above zero. Default: 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the time constant is not positive and finite.</exception>
    public UnscaledLeakyIntegratorCell(int inputSize, int units, int seed = 0, float timeConstant = 2)
        : this(inputSize, units, [timeConstant], seed)
    {
    }

    /// <summary>Creates a cell with one time constant per neuron.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="timeConstants">The initial time constant of each neuron, in the unit of the timespans; above zero. As many as there are
    /// to be neurons.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input size is below 1, or a time constant is not positive and finite.</exception>
    public UnscaledLeakyIntegratorCell(int inputSize, ReadOnlySpan<float> timeConstants, int seed = 0)
        : this(inputSize, timeConstants.Length, timeConstants, seed)
    {
    }

    UnscaledLeakyIntegratorCell(int inputSize, int units, ReadOnlySpan<float> timeConstants, int seed)
        : base(inputSize, units, units)
    {
        map = RecurrentMap.Orthogonal(inputSize, units, seed, gain: 0.9f);
        this.timeConstants = Parameter.Positive("tau", timeConstants);
    }

    /// <inheritdoc/>
    public override string Name => "unscaled leaky integrator";

    /// <summary>Whether training changes the time constants; they stay positive either way.</summary>
    /// <value>Default: true.</value>
    public bool TrainTimeConstants
    {
        get => timeConstants.IsTrainable;
        init => timeConstants.IsTrainable = value;
    }

    internal override bool IsExplicit => true;

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var step = timespan / timeConstants;
        return (1 - step) * state + step * Affine(map.InputWeights, input) + Affine(map.Bias, map.RecurrentWeights, state);
    }
}
