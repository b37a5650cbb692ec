using LiquidNet.Cells.Blocks;
using LiquidNet.Equations;
using LiquidNet.Solvers;

namespace LiquidNet.Cells;

/// <summary>The simplest liquid cell: leaky integrators, neurons that follow what drives them and forget it with a time constant.</summary>
/// <remarks>
/// <code>
/// tau dh/dt = -h + f(x W_in + h W_hid + b_hid)
/// </code>
/// <para>Input [samples x features], state and output [samples x units]; <c>tau</c> is a single number or one per neuron [units]. Timespans
/// use the unit of the time constants and may differ per sample; zero keeps the state.</para>
/// <para>With tanh, a neuron that starts between -1 and 1 never leaves that interval: with <see cref="Euler"/> as long as a step is no
/// longer than the time constant, with <see cref="SemiImplicitEuler"/> and <see cref="ExponentialEuler"/> for any timespan. With the
/// identity it depends on the recurrent weights whether the state stays bounded.</para>
/// <para>The default solver is one step of the explicit Euler method, <c>h' = h + dt / tau (-h + f(...))</c>: the fastest, and stable for
/// steps of up to twice the shortest time constant. Longer steps are refused when the cell runs.</para>
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
    /// <param name="timeConstant">Initial time constant of every neuron: the time in which it forgets all but 1/e; in the unit of the
    /// timespans, above zero. Default: 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the time constant is not positive and finite.</exception>
    public LeakyIntegratorCell(int inputSize, int units, int seed = 0, float timeConstant = 2)
        : this(inputSize, units, [timeConstant], seed)
    {
    }

    /// <summary>Creates a cell with one time constant per neuron.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="timeConstants">The initial time constant of each neuron, in the unit of the timespans; above zero. As many as there are
    /// to be neurons.</param>
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

    /// <summary>The function <c>f</c>, applied to the sum that drives a neuron.</summary>
    /// <value>Default: <see cref="Activation.Tanh"/>, which bounds the state.</value>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Whether training changes the time constants; they stay positive either way.</summary>
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
