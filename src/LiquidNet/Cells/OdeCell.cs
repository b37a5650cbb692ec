using LiquidNet.Equations;
using LiquidNet.Solvers;

namespace LiquidNet.Cells;

/// <summary>A cell given by a differential equation <c>C ds/dt = drive - decay * s</c>, which a <see cref="Solvers.Solver"/>
/// solves.</summary>
/// <remarks>With every solver, a timespan of zero keeps the state.</remarks>
public abstract class OdeCell : LiquidCell
{
    /// <summary>Creates a cell whose output is its whole state.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Neurons; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    protected OdeCell(int inputSize, int units)
        : base(inputSize, units, units)
    {
    }

    /// <summary>Creates a cell of the given sizes.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Neurons; at least 1.</param>
    /// <param name="outputSize">Numbers in the output; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    protected OdeCell(int inputSize, int units, int outputSize)
        : base(inputSize, units, outputSize)
    {
    }

    /// <summary>The solver that moves the state.</summary>
    /// <value>Default: <see cref="SemiImplicitEuler"/>, which stays bounded for any timespan.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public virtual Solver Solver
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = SemiImplicitEuler.Instance;

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan) =>
        Solver.Step(at => Rates(input, at), state, timespan);

    /// <inheritdoc/>
    protected internal override bool KeepsStateAtZeroTimespan => true;

    /// <inheritdoc/>
    protected internal override Signal? MaxStableStep =>
        IsExplicit && TimeConstants is { } constants ? Solver.StabilityLimit * constants : null;

    /// <summary>The time constants <c>C / decay</c>, in the unit of the timespans: an equation of parameters alone.</summary>
    /// <value>Default: null, where the time constants are not known in advance; the steps of explicit solvers are then not checked for
    /// stability. Where the time constants vary with the input, give the shortest possible ones.</value>
    protected virtual Signal? TimeConstants => null;

    internal override bool IsExplicit => float.IsFinite(Solver.StabilityLimit);

    /// <summary>The right-hand side of the differential equation.</summary>
    /// <param name="input">The input of the time step [InputSize].</param>
    /// <param name="state">The state [StateSize].</param>
    protected abstract Rates Rates(Signal input, Signal state);
}
