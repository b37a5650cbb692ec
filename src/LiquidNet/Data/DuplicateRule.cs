namespace LiquidNet.Data;

/// <summary>How two readings of one variable at the same time are combined, in a table with one reading per row.</summary>
public enum DuplicateRule
{
    /// <summary>The file is refused; the message gives the line of the second reading.</summary>
    Refuse,

    /// <summary>The first in the file counts.</summary>
    First,

    /// <summary>The last in the file counts.</summary>
    Last,

    /// <summary>Their mean counts; for categories, which have no mean, the file is refused.</summary>
    Mean,
}
