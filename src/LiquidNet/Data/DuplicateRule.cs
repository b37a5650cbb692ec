namespace LiquidNet.Data;

/// <summary>What becomes of two readings of one variable at one time, in a table with one reading a row.</summary>
public enum DuplicateRule
{
    /// <summary>The file is refused, with the line of the second.</summary>
    Refuse,

    /// <summary>The first in the file counts.</summary>
    First,

    /// <summary>The last in the file counts.</summary>
    Last,

    /// <summary>Their mean counts; categories have none and are refused.</summary>
    Mean,
}
