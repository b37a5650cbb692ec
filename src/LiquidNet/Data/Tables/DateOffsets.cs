namespace LiquidNet.Data.Tables;

/// <summary>Whether the dates of a table say how far their clocks are from UTC: all do, or none, for an hour on an unknown clock cannot be
/// put in order with one on a known clock.</summary>
sealed class DateOffsets
{
    bool? haveOffset;
    CsvPlace first;

    /// <summary>Looks at a date with a time of day.</summary>
    /// <exception cref="InvalidDataException">Earlier ones have an offset and this has none, or the other way round.</exception>
    public void Check(ReadOnlySpan<char> date, CsvPlace place, string? column)
    {
        if (!date.Contains(':'))
            return;
        var has = CsvDates.HasOffset(date);
        if (haveOffset is null)
        {
            (haveOffset, first) = (has, place);
        }
        else if (haveOffset != has)
        {
            throw place.Fault(
                $"{CsvReader.Excerpt(date)} is {Kind(has)}, but {first.SeenFrom(place)} has {Kind(!has)}; mend one", column);
        }

        static string Kind(bool has) => has ? "a time with an offset from UTC" : "a time without an offset from UTC";
    }
}
