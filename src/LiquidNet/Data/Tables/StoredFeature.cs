namespace LiquidNet.Data.Tables;

/// <summary>What a file holds of a column that a model sees.</summary>
/// <param name="Column">Its name in the header.</param>
/// <param name="Categories">What it may hold; null for numbers.</param>
sealed record StoredFeature(string Column, IReadOnlyList<string>? Categories);
