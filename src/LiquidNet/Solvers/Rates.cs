using LiquidNet.Equations;

namespace LiquidNet.Solvers;

/// <summary>The right-hand side of a liquid equation: <c>capacity ds/dt = drive - decay * s</c>.</summary>
/// <param name="Decay">How fast the state is forgotten: the inverse of the time constant. One row per state, or one for all.</param>
/// <param name="Drive">What pushes the state. One row per state, or one for all.</param>
/// <param name="Capacity">What the slope is divided by, above zero: the capacitance of a membrane. Null stands for 1.</param>
public readonly record struct Rates(Signal Decay, Signal Drive, Signal? Capacity = null);
