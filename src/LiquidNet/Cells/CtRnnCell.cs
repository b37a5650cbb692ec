using LiquidNet.Cells.Blocks;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>Continuous-time recurrent network: neurons that leak with a time constant and are driven by a bounded function of input and
/// state.</summary>
/// <remarks>
/// <code>
/// dh/dt = -h / tau + tanh(x W_in + h W_hid + b_hid)
/// </code>
/// <para>Input [samples x features], state and output [samples x units]. Timespans use the unit of the time constants and may differ per
/// sample; zero keeps the state. With <see cref="SemiImplicitEuler"/> or <see cref="ExponentialEuler"/> a neuron that starts within plus
/// and minus its time constant never leaves that interval.</para>
/// <para>Funahashi and Nakamura, "Approximation of dynamical systems by continuous time recurrent neural networks", Neural Networks 1993,
/// in the form of Hasani et al., "Liquid Time-constant Networks", AAAI 2021, section 2. Deviation: time constants are learned, whereas that
/// comparison kept them at 1; set <see cref="TrainTimeConstants"/> to false to do the same.</para>
/// </remarks>
public sealed class CtRnnCell : OdeCell
{
    readonly RecurrentMap map;
    readonly Parameter timeConstants;

    /// <summary>Creates a cell.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Neurons; at least 1.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <param name="timeConstant">Initial time constant of every neuron, in the unit of the timespans; above zero. Default: 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the time constant is not positive and finite.</exception>
    public CtRnnCell(int inputSize, int units, int seed = 0, float timeConstant = 1)
        : base(inputSize, units)
    {
        map = RecurrentMap.Orthogonal(inputSize, units, seed);
        timeConstants = Parameter.Positive("tau", units, timeConstant);
        Unfolds = 6;
    }

    /// <inheritdoc/>
    public override string Name => "CT-RNN";

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
    protected override Rates Rates(Signal input, Signal state) =>
        new(Decay: Constant(1) / timeConstants, Drive: Tanh(map.Of(input, state)));
}
