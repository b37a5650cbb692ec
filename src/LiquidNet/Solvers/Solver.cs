using LiquidNet.Equations;

namespace LiquidNet.Solvers;

/// <summary>A numerical method that turns the rates of a differential equation and a timespan into the next state.</summary>
/// <remarks>A solver only writes equations and has no state of its own; cells and threads may share it.</remarks>
public abstract class Solver
{
    /// <summary>Creates a solver.</summary>
    protected Solver()
    {
    }

    /// <summary>The longest stable step, in time constants of the state: with a longer one, a state that should decay grows.</summary>
    /// <value>Default: infinite, for solvers that are stable for any timespan. For an explicit solver, the end of its stability region on
    /// the real axis (Hairer and Wanner, "Solving ordinary differential equations II", section IV.2).</value>
    public virtual float StabilityLimit => float.PositiveInfinity;

    /// <summary>The equation of one step.</summary>
    /// <param name="rates">The right-hand side, as a function of the state; called once per stage.</param>
    /// <param name="state">The state at the beginning.</param>
    /// <param name="timespan">The length of the step [1].</param>
    /// <returns>The state at the end.</returns>
    public abstract Signal Step(Func<Signal, Rates> rates, Signal state, Signal timespan);

    /// <summary>The name without the namespace.</summary>
    public override string ToString() => GetType().Name;

    /// <summary>How far the state would move in a timespan at its present slope: <c>dt / C (drive - decay s)</c>.</summary>
    /// <param name="rates">The rates at that state.</param>
    /// <param name="state">The state.</param>
    /// <param name="timespan">The timespan <c>dt</c> [1].</param>
    protected static Signal Move(Rates rates, Signal state, Signal timespan) =>
        rates.Scale(timespan) * (rates.Drive - rates.Decay * state);
}
