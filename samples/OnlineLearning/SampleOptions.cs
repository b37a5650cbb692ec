namespace LiquidNet.Samples;

/// <summary>What the user has chosen.</summary>
/// <param name="Task">The name of the task.</param>
/// <param name="Rules">What to compare; nothing for all.</param>
/// <param name="Seeds">How many seeds.</param>
/// <param name="Data">The folder of data sets; null for the usual one.</param>
/// <param name="Output">Where tables and pictures go; null for nowhere.</param>
sealed record SampleOptions(string Task, IReadOnlyList<Rule> Rules, int Seeds, string? Data, string? Output);
