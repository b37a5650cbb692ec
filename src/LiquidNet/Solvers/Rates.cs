using LiquidNet.Equations;

namespace LiquidNet.Solvers;

/// <summary>The right-hand side of a liquid equation: <c>ds/dt = drive - decay * s</c>.</summary>
/// <param name="Decay">How fast the state is forgotten: the inverse of the time constant. One row per state, or one for all.</param>
/// <param name="Drive">What pushes the state. One row per state, or one for all.</param>
public readonly record struct Rates(Signal Decay, Signal Drive);
