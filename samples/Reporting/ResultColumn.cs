using System.Globalization;

namespace LiquidNet.Samples;

/// <summary>A column of a <see cref="ResultTable"/>.</summary>
/// <param name="Heading">What stands above it.</param>
/// <param name="Format">How its numbers are written for people, such as "F3"; null for text. Numbers stand to the right.</param>
public sealed record ResultColumn(string Heading, string? Format = null)
{
    /// <summary>A heading is a column of text.</summary>
    public static implicit operator ResultColumn(string heading) => new(heading);

    /// <summary>A value as people read it; "-" where there is none.</summary>
    internal string Rounded(object? value) => value switch
    {
        null => "-",
        IFormattable number => number.ToString(Format, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>A value as programs read it, with all its digits; nothing where there is none.</summary>
    internal static string Exact(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
