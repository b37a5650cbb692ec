using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>Which update an <see cref="EulerCell"/> computes.</summary>
public enum EulerForm
{
    /// <summary>The Euler step of the differential equation: <c>h' = h + a (-h + f(x W_in + h W_hid + b))</c>.</summary>
    Consistent,

    /// <summary>
    /// The update as it is often printed: <c>h' = (1 - a) h + a x W_in + h W_hid + b</c>. Warning: the recurrent term is not scaled by
    /// the step, so this is no Euler step of any fixed equation, smaller steps change the model, and the state can grow without bound.
    /// </summary>
    Literal,
}

/// <summary>The simplest liquid layer: a hidden state with a time constant, integrated by Euler steps.</summary>
/// <remarks>
/// <code>
/// tau dh/dt = -h + f(x W_in + h W_hid + b),   h' = h + a (-h + f(...)),   a = dt / tau
/// </code>
/// <para>with <c>f</c> the identity or tanh. Input [samples x features], state and output [samples x units]. Timespans have the unit of
/// the time constant; a timespan of zero keeps the state, and above twice the time constant the explicit step is unstable.</para>
/// </remarks>
public sealed class EulerCell : LiquidCell
{
    readonly Parameter inputWeights;
    readonly Parameter recurrentWeights;
    readonly Parameter bias;
    readonly Parameter timeConstant;

    /// <summary>Creates a cell with one time constant for all neurons.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Neurons; at least 1.</param>
    /// <param name="timeConstant">Time in which a neuron forgets all but 1/e, in the unit of the timespans; above zero. Default: 2.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the time constant is not positive and finite.</exception>
    public EulerCell(int inputSize, int units, float timeConstant = 2, int seed = 0)
        : this(inputSize, units, Parameter.Positive("tau", 1, timeConstant), seed)
    {
    }

    /// <summary>Creates a cell with a time constant for each neuron.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="timeConstants">One per neuron, in the unit of the timespans; above zero. Their number is the number of neurons.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input size is below 1, or a time constant is not positive and finite.</exception>
    public EulerCell(int inputSize, ReadOnlySpan<float> timeConstants, int seed = 0)
        : this(inputSize, timeConstants.Length, PositiveVector(timeConstants), seed)
    {
    }

    EulerCell(int inputSize, int units, Parameter timeConstant, int seed)
        : base(inputSize, units, units)
    {
        inputWeights = Parameter.Glorot("W_in", inputSize, units, seed);
        recurrentWeights = Parameter.Orthogonal("W_hid", units, seed, gain: 0.9f);
        bias = Parameter.Vector("b_hid", units);
        this.timeConstant = timeConstant;
    }

    /// <summary>Which update is computed.</summary>
    /// <value>Default: <see cref="EulerForm.Consistent"/>.</value>
    public EulerForm Form { get; init; }

    /// <summary>Whether <c>f</c> is tanh, which bounds what drives the state, or the identity.</summary>
    /// <value>Default: true. The literal form knows the identity only and ignores it.</value>
    public bool Saturates { get; init; } = true;

    /// <summary>Whether training changes the time constants; they stay positive in any case.</summary>
    /// <value>Default: true.</value>
    public bool TrainTimeConstants
    {
        get => timeConstant.IsTrainable;
        init => timeConstant.IsTrainable = value;
    }

    internal override bool IsExplicit => true;

    internal override bool KeepsStateAtZero => Form == EulerForm.Consistent;

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        if (Form == EulerForm.Literal)
        {
            var step = timespan / timeConstant;
            return (1 - step) * state + step * Affine(inputWeights, input) + Affine(bias, recurrentWeights, state);
        }

        var drive = Affine(bias, (input, inputWeights), (state, recurrentWeights));
        return Lerp(state, Saturates ? Tanh(drive) : drive, timespan / timeConstant);
    }

    static Parameter PositiveVector(ReadOnlySpan<float> timeConstants)
    {
        var values = new float[timeConstants.Length];
        for (var unit = 0; unit < values.Length; unit++)
            values[unit] = Parameter.InverseSoftplus(timeConstants[unit]);
        return new Parameter("tau", values.Length, 1, values) { IsPositive = true };
    }
}
