namespace LiquidNet.Checks;

/// <summary>Numbers and names of things in texts, the same in every culture.</summary>
static class Counted
{
    /// <summary>Such as "1 sequence" or "2,000 sequences".</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="one">What one of them is called.</param>
    /// <param name="many">What several are called; null where it takes an s.</param>
    public static string Of(long count, string one, string? many = null) =>
        FormattableString.Invariant($"{count:N0} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>The first few names, such as "pulse, sodium, ..."; long ones are cut short.</summary>
    public static string FirstOf(IReadOnlyList<string> names)
    {
        const int Most = 5;
        const int Longest = 24;
        var first = names.Take(Most).Select(name => name.Length > Longest ? name[..Longest] + "..." : name);
        return string.Join(", ", names.Count > Most ? first.Append("...") : first);
    }
}
