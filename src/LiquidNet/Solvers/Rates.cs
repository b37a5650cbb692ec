using LiquidNet.Equations;

namespace LiquidNet.Solvers;

/// <summary>The right-hand side of a liquid differential equation, <c>C ds/dt = drive - decay * s</c>.</summary>
/// <param name="Decay">How strongly the state is pulled to zero; one row per state or one for all.</param>
/// <param name="Drive">What pushes the state; one row per state or one for all.</param>
/// <param name="Capacitance">
/// How inert the state is: the membrane capacitance, or the time constant if the decay is 1. Null stands for 1. If it depends on parameters
/// only, the division by it is done once per time step, whatever the number of unfolds.
/// </param>
public readonly record struct Rates(Signal Decay, Signal Drive, Signal? Capacitance = null)
{
    /// <summary>The step <c>dt / C</c> with which <c>ds/dt = drive - decay * s</c>, without capacitance, moves as far.</summary>
    public Signal Scale(Signal timespan) => Capacitance is null ? timespan : timespan / Capacitance;
}
