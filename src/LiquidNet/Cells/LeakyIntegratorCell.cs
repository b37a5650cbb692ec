using LiquidNet.Cells.Blocks;
using LiquidNet.Equations;
using LiquidNet.Solvers;

namespace LiquidNet.Cells;

/// <summary>The simplest liquid layer: leaky integrators, neurons that forget with a time constant what drives them.</summary>
/// <remarks>
/// <code>
/// tau dh/dt = -h + f(x W_in + h W_hid + b_hid)
/// </code>
/// <para>Input [samples x features], state and output [samples x units]; <c>tau</c> is one number, or one per neuron [units]. Timespans
/// have the unit of the time constants and may differ per sample; zero keeps the state.</para>
/// <para>With tanh, no neuron that begins within -1 and 1 ever leaves that interval: with <see cref="Euler"/> while a step is at most a
/// time constant, with <see cref="SemiImplicitEuler"/> and <see cref="ExponentialEuler"/> for any timespan. With the identity the recurrent
/// weights decide whether the state stays bounded.</para>
/// <para>The default is one step of the explicit Euler method, <c>h' = h + dt / tau (-h + f(...))</c>: the fastest, and stable for
/// steps of up to twice the shortest time constant. Runs refuse longer ones.</para>
/// <para>Jaeger et al., "Optimization and applications of echo state networks with leaky-integrator neurons", Neural Networks 2007,
/// equation 1. Deviation: the recurrent weights are learned.</para>
/// </remarks>
public sealed class LeakyIntegratorCell : OdeCell
{
    readonly RecurrentMap map;
    readonly Parameter timeConstants;

    /// <summary>Creates a cell with one time constant for all neurons.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Neurons; at least 1.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <param name="timeConstant">Time in which a neuron forgets all but 1/e, in the unit of the timespans; above zero. Default: 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the time constant is not positive and finite.</exception>
    public LeakyIntegratorCell(int inputSize, int units, int seed = 0, float timeConstant = 2)
        : this(inputSize, units, [timeConstant], seed)
    {
    }

    /// <summary>Creates a cell with a time constant for each neuron.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="timeConstants">One per neuron, in the unit of the timespans; above zero. Their number is the number of neurons.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input size is below 1, or a time constant is not positive and finite.</exception>
    public LeakyIntegratorCell(int inputSize, ReadOnlySpan<float> timeConstants, int seed = 0)
        : this(inputSize, timeConstants.Length, timeConstants, seed)
    {
    }

    LeakyIntegratorCell(int inputSize, int units, ReadOnlySpan<float> timeConstants, int seed)
        : base(inputSize, units)
    {
        map = RecurrentMap.Orthogonal(inputSize, units, seed, gain: 0.9f);
        this.timeConstants = Parameter.Positive("tau", timeConstants);
        Solver = Euler.Instance;
    }

    /// <inheritdoc/>
    public override string Name => "leaky integrator";

    /// <summary>The function <c>f</c> of what drives a neuron.</summary>
    /// <value>Default: <see cref="Activation.Tanh"/>, which bounds it.</value>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Whether training changes the time constants; they stay positive in any case.</summary>
    /// <value>Default: true.</value>
    public bool TrainTimeConstants
    {
        get => timeConstants.IsTrainable;
        init => timeConstants.IsTrainable = value;
    }

    /// <inheritdoc/>
    protected override Signal? TimeConstants => timeConstants;

    /// <inheritdoc/>
    protected override Rates Rates(Signal input, Signal state) => new(
        Decay: SignalFunctions.Constant(1), Drive: Activation.Of(map.Of(input, state)), Capacitance: timeConstants);
}
