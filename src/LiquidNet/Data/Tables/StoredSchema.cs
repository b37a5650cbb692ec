namespace LiquidNet.Data.Tables;

/// <summary>What a file holds of a schema.</summary>
/// <param name="Version">The version of the format.</param>
/// <param name="Id">The column that says to which sequence a row belongs.</param>
/// <param name="Time">The column of time.</param>
/// <param name="Label">The column with the class of a sequence.</param>
/// <param name="Options">The rest of what the user said.</param>
/// <param name="Features">What was found of each column that a model sees.</param>
/// <param name="Classes">The classes that were found.</param>
sealed record StoredSchema(
    int Version, string? Id, string? Time, string? Label, CsvOptions Options, IReadOnlyList<StoredFeature> Features,
    IReadOnlyList<string>? Classes)
{
    public const int Current = 1;
}
