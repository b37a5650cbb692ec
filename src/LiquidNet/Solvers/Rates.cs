using LiquidNet.Equations;

namespace LiquidNet.Solvers;

/// <summary>A liquid equation: <c>C ds/dt = drive - decay * s</c>.</summary>
/// <param name="Decay">How strongly the state is pulled to zero. One row per state, or one for all.</param>
/// <param name="Drive">What pushes the state. One row per state, or one for all.</param>
/// <param name="Capacitance">
/// How inert the state is: the membrane capacitance, or the time constant where the decay is 1. Null stands for 1. Where it depends on
/// parameters only, the division by it is done once per time step, whatever the number of unfolds.
/// </param>
public readonly record struct Rates(Signal Decay, Signal Drive, Signal? Capacitance = null)
{
    /// <summary>The length of a step as the equation <c>ds/dt = drive - decay * s</c> would need it.</summary>
    public Signal Scale(Signal timespan) => Capacitance is null ? timespan : timespan / Capacitance;
}
