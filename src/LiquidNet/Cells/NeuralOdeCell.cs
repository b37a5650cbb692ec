using LiquidNet.Cells.Blocks;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>Neural ordinary differential equation: the derivative of the state is a network of input and state.</summary>
/// <remarks>
/// <code>
/// dh/dt = tanh(x W_in + h W_hid + b_hid)
/// </code>
/// <para>Input [samples x features], state and output [samples x units]. Timespans may differ per sample; zero keeps the state. Nothing
/// leaks: the state may move by as much as the timespan in every step and is not bounded.</para>
/// <para>After training on short windows it is not safe in a longer stream: what it learned holds for the states that a window reaches from
/// its start, and a stream drifts away from them. Reset the stream as often as training did, or use a cell that leaks.</para>
/// <para>Chen et al., "Neural ordinary differential equations", NeurIPS 2018, as the recurrent layer of Hasani et al., "Liquid
/// Time-constant Networks", AAAI 2021, section 2. Deviation: gradients are exact and go through the steps of the solver, not through an
/// adjoint equation.</para>
/// </remarks>
public sealed class NeuralOdeCell : OdeCell
{
    readonly RecurrentMap map;
    readonly Solver solver = RungeKutta4.Instance;

    /// <summary>Creates a cell.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Neurons; at least 1.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public NeuralOdeCell(int inputSize, int units, int seed = 0)
        : base(inputSize, units)
    {
        map = RecurrentMap.Orthogonal(inputSize, units, seed);
    }

    /// <inheritdoc/>
    public override string Name => "Neural ODE";

    /// <summary>The solver that moves the state.</summary>
    /// <value>
    /// Default: <see cref="RungeKutta4"/>, one step per time step. As there is no decay, <see cref="SemiImplicitEuler"/> equals
    /// <see cref="Euler"/> here.
    /// </value>
    /// <exception cref="ArgumentException">The solver is <see cref="ExponentialEuler"/>, which divides by a decay.</exception>
    public override Solver Solver
    {
        get => solver;
        init => solver = value is ExponentialEuler
            ? throw new ArgumentException("A neural ODE has no decay for ExponentialEuler to work with; use another solver.", nameof(value))
            : value;
    }

    /// <inheritdoc/>
    protected override Rates Rates(Signal input, Signal state) => new(Decay: Constant(0), Drive: Tanh(map.Of(input, state)));
}
