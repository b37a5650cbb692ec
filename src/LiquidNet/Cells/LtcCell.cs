using LiquidNet.Cells.Blocks;
using LiquidNet.Checks;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Wirings;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>
/// Liquid time-constant cell with conductance-based synapses: every incoming synapse both drives the neuron and shortens its time
/// constant.
/// </summary>
/// <remarks>
/// <para>Per neuron <c>i</c>, with the sum over its incoming synapses <c>j -> i</c>, from neurons and from inputs:</para>
/// <code>
/// C_i dv_i/dt = g_i (E_i - v_i) + sum_j w_ij s(k_ij (v_j - m_ij)) (E_ij - v_i),   s(z) = 1 / (1 + e^-z)
/// </code>
/// <para>Parameters per neuron: <c>cm</c> (C), <c>gleak</c> (g), <c>vleak</c> (E). Parameters per synapse, in the order of the wiring's
/// tables: <c>w</c>, <c>mu</c> (m), <c>sigma</c> (k), <c>erev</c> (E_ij), and the same names behind <c>sensory_</c> for synapses from
/// inputs. Parameters per feature: <c>input_w</c>, <c>input_b</c>, <c>output_w</c>, <c>output_b</c>.</para>
/// <para>Input [samples x features], state [samples x units] in the order of the wiring's neurons, output [samples x motor neurons].
/// Timespans use the unit of the time constants <c>C / g</c> and may differ per sample; zero leaves the state unchanged. Defaults:
/// <see cref="SemiImplicitEuler"/> with 6 unfolds per time step, as in ncps.</para>
/// <para>With <see cref="SemiImplicitEuler"/> or <see cref="ExponentialEuler"/> a neuron never leaves the interval spanned by zero, its
/// initial state, its leak potential and the reversal potentials of its incoming synapses, whatever the input and the timespan.</para>
/// <para>Cost grows with the number of synapses, not with units squared. A step allocates nothing.</para>
/// <para>Hasani et al., "Liquid Time-constant Networks", AAAI 2021; synapse model of Lechner et al., "Neural circuit policies enabling
/// auditable autonomy", Nature MI 2020. Deviation: the original step divides by the timespan and gives NaN at zero; this one does
/// not.</para>
/// </remarks>
public sealed class LtcCell : OdeCell
{
    /// <summary>
    /// Explicit constraints allow a neuron without capacitance, and so without memory. This little keeps its step defined where no time
    /// passes.
    /// </summary>
    const float LeastCapacitance = 1e-15f;

    readonly Lazy<LtcParameters> parameters;

    /// <summary>Creates a fully connected cell in which every neuron is an output.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Neurons; at least 1.</param>
    /// <param name="seed">Same seed, same initial parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there are more than <see cref="WiringSpecification.MaxUnits"/>
    /// units.</exception>
    public LtcCell(int inputSize, int units, int seed = 0)
        : this(inputSize, new FullyConnected(units), seed)
    {
    }

    /// <summary>Creates a cell with a wiring built for its inputs.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="wiring">Which neurons connect, and with which sign.</param>
    /// <param name="seed">Same seed, same initial parameters. The wiring has a seed of its own.</param>
    /// <exception cref="ArgumentNullException">There is no wiring.</exception>
    /// <exception cref="ArgumentException">The wiring cannot be built for this number of inputs.</exception>
    /// <exception cref="InvalidOperationException">The wiring is not completely specified.</exception>
    public LtcCell(int inputSize, WiringSpecification wiring, int seed = 0)
        : this((wiring ?? throw new ArgumentNullException(nameof(wiring))).Build(inputSize), seed)
    {
    }

    /// <summary>Creates a cell with a finished wiring.</summary>
    /// <param name="wiring">Which neurons connect, and with which sign; it also states the number of inputs.</param>
    /// <param name="seed">Same seed, same initial parameters.</param>
    /// <exception cref="ArgumentNullException">There is no wiring.</exception>
    public LtcCell(Wiring wiring, int seed = 0)
        : base((wiring ?? throw new ArgumentNullException(nameof(wiring))).Inputs, wiring.Units, wiring.Outputs)
    {
        Wiring = wiring;
        parameters = new(() => new LtcParameters(this, seed));
        Unfolds = 6;
    }

    /// <inheritdoc/>
    public override Wiring Wiring { get; }

    /// <inheritdoc/>
    public override string Name => "LTC";

    /// <summary>How each input feature is mapped before it reaches the synapses.</summary>
    /// <value>Default: <see cref="LtcFeatureMapping.Affine"/>, which starts as the identity.</value>
    public LtcFeatureMapping InputMapping { get; init; }

    /// <summary>How the state of each motor neuron is mapped to an output.</summary>
    /// <value>Default: <see cref="LtcFeatureMapping.Affine"/>, which starts as the identity.</value>
    public LtcFeatureMapping OutputMapping { get; init; }

    /// <summary>How <c>w</c>, <c>sensory_w</c>, <c>gleak</c> and <c>cm</c> are kept positive.</summary>
    /// <value>Default: <see cref="LtcConstraints.Implicit"/>.</value>
    public LtcConstraints Constraints { get; init; }

    /// <summary>Whether the initial ranges (<c>gleak</c> and <c>w</c> 0.001 to 1, <c>cm</c> 0.4 to 0.6) hold for what the equation sees or
    /// for the stored values.</summary>
    /// <value>Default: <see cref="LtcInitialization.Effective"/>.</value>
    /// <remarks>All are drawn uniformly. The unconstrained parameters start as in ncps: <c>vleak</c> at -0.2 to 0.2, <c>sigma</c> at 3 to
    /// 8, <c>mu</c> at 0.3 to 0.8, and <c>erev</c> at the polarity of its synapse.</remarks>
    public LtcInitialization Initialization { get; init; }

    /// <summary>Whether every synapse keeps its sign: an excitatory one stays excitatory.</summary>
    /// <value>Default: false, as in the original code, where training may move a reversal potential through zero.</value>
    public bool FixedPolarity { get; init; }

    /// <summary>A small conductance to potential zero, added to every neuron so that none has a total conductance of zero.</summary>
    /// <value>At least zero and finite. Default: 1e-8, as in ncps.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float Epsilon { get; init => field = Require.NotNegative(value, "Epsilon", nameof(Epsilon)); } = 1e-8f;

    /// <summary>Time that is added to every timespan, in the unit of the timespans.</summary>
    /// <value>
    /// At least zero and finite. Default: 0. The TensorFlow code of the paper adds 0.001. If it is not zero, a timespan of zero does not
    /// keep the state, and the number of unfolds must be fixed.
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float TimespanOffset { get; init => field = Require.NotNegative(value, "The offset of timespans", nameof(TimespanOffset)); }

    /// <summary>The parameters by what they mean; made when first asked for, when the options are final.</summary>
    internal LtcParameters Own => parameters.Value;

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        ArgumentNullException.ThrowIfNull(timespan);
        if (TimespanOffset == 0)
            return base.Next(input, state, timespan);
        if (!Unfolds.IsFixed)
            throw new InvalidOperationException($"{nameof(TimespanOffset)} needs a fixed number of unfolds, to be spread over them.");
        return base.Next(input, state, timespan + 1f / Unfolds.MaxCount * Constant(TimespanOffset));
    }

    /// <inheritdoc/>
    public override Signal Output(Signal state) => Own.Output.Apply(Slice(state, 0, OutputSize));

    /// <summary>Name, sizes and wiring, such as <c>LTC 8 -> 4 (AutoNCP, 32 neurons, 148 synapses)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name} {InputSize} -> {OutputSize} ({Wiring.Name}, ")
        + $"{Counted.Of(StateSize, "neuron")}, {Counted.Of(Wiring.Synapses.Count + Wiring.SensorySynapses.Count, "synapse")})";

    /// <inheritdoc/>
    protected override Rates Rates(Signal input, Signal state)
    {
        var own = Own;
        var (conductance, current) = (own.LeakConductance + Epsilon, own.LeakConductance * own.LeakPotential);
        foreach (var (synapses, source) in own.SynapsesFrom(input, state))
        {
            conductance += synapses.Conductance(source);
            current += synapses.Current(source);
        }

        return new Rates(
            Decay: conductance,
            Drive: current,
            Capacitance: Constraints == LtcConstraints.Explicit ? own.Capacitance + LeastCapacitance : own.Capacitance);
    }
}
