namespace LiquidNet.Data.Tables;

/// <summary>A line of a text.</summary>
/// <param name="Source">What messages call the text.</param>
/// <param name="Line">The line, counted from 1.</param>
readonly record struct CsvPlace(string Source, int Line)
{
    /// <summary>An error that names the place.</summary>
    public InvalidDataException Fault(string fault, string? column = null) => new(FormattableString.Invariant(
        $"{Source}, line {Line}{(column is null ? "" : $", column '{column}'")}: {fault}."));

    /// <summary>What a message about another place calls it.</summary>
    public string SeenFrom(CsvPlace other) =>
        FormattableString.Invariant($"line {Line}{(Source == other.Source ? "" : $" of {Source}")}");
}
