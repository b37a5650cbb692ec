namespace LiquidNet.Online;

/// <summary>What tells the network of a pool from others, as its learners mean something to that network alone.</summary>
/// <param name="Name">What messages call the cell.</param>
/// <param name="Equation">The fingerprint of the step's equation, sizes of parameters included.</param>
/// <param name="Parameters">The fingerprint of the parameters that no learner moves.</param>
/// <param name="UnitTicks">How long the unit of time is; 0 where readings come with the time elapsed, in the model's own unit.</param>
sealed record LearnerOrigin(string Name, ulong Equation, ulong Parameters, long UnitTicks);
