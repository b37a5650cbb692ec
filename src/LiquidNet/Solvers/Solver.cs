using LiquidNet.Equations;

namespace LiquidNet.Solvers;

/// <summary>How a state moves: turns the rates of an equation and a timespan into the next state.</summary>
public abstract class Solver
{
    private protected Solver()
    {
    }

    /// <summary>Writes one step as an equation.</summary>
    /// <param name="rates">The right-hand side, as a function of the state; called once per stage.</param>
    /// <param name="state">The state at the beginning.</param>
    /// <param name="timespan">The length of the step, one row.</param>
    /// <returns>The state at the end.</returns>
    public abstract Signal Step(Func<Signal, Rates> rates, Signal state, Signal timespan);

    /// <summary>The name without the namespace.</summary>
    public override string ToString() => GetType().Name;

    /// <summary>How far the state would move in a timespan at its present slope.</summary>
    private protected static Signal Move(Rates rates, Signal state, Signal timespan) =>
        rates.Scale(timespan) * (rates.Drive - rates.Decay * state);
}
