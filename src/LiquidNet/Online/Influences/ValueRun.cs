namespace LiquidNet.Online.Influences;

/// <summary>Neighbouring values of a parameter.</summary>
/// <param name="Parameter">The parameter's position.</param>
/// <param name="Start">The first value.</param>
/// <param name="Length">How many.</param>
readonly record struct ValueRun(int Parameter, int Start, int Length);
