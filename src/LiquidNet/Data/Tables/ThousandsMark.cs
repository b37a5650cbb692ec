using System.Buffers;

namespace LiquidNet.Data.Tables;

/// <summary>What stands between the thousands of a number: every three digits before the decimals, or nowhere.</summary>
/// <param name="mark">A point, a comma, an apostrophe or a blank, the last two in any of their forms.</param>
/// <param name="decimalSeparator">What ends the thousands.</param>
sealed class ThousandsMark(char mark, char decimalSeparator)
{
    /// <summary>The marks that there are.</summary>
    public const string All = ",.' ";

    const int DigitsOfThousand = 3;
    const string Blanks = " \u00A0\u2009\u202F";
    const string Apostrophes = "'\u2019";

    readonly SearchValues<char> forms = SearchValues.Create(mark switch
    {
        ' ' => Blanks,
        '\'' => Apostrophes,
        _ => [mark],
    });

    /// <summary>Whether a field has such a mark.</summary>
    public bool IsIn(ReadOnlySpan<char> field) => field.ContainsAny(forms);

    /// <summary>Writes a number without its marks.</summary>
    /// <param name="field">The number.</param>
    /// <param name="plain">Receives it, as long as the field at most.</param>
    /// <param name="length">How much of <paramref name="plain"/> is written.</param>
    /// <returns>False where a mark has anything but three digits behind it, or none before it.</returns>
    public bool TryRemove(ReadOnlySpan<char> field, Span<char> plain, out int length)
    {
        length = 0;
        var (digits, hasMark, isWhole) = (0, false, true);
        foreach (var character in field)
        {
            if (isWhole && forms.Contains(character))
            {
                if (hasMark ? digits != DigitsOfThousand : digits is 0 or > DigitsOfThousand)
                    return false;
                (digits, hasMark) = (0, true);
                continue;
            }

            if (isWhole && !char.IsAsciiDigit(character) && (digits > 0 || hasMark || character == decimalSeparator))
            {
                isWhole = false;
                if (hasMark && digits != DigitsOfThousand)
                    return false;
            }

            digits += char.IsAsciiDigit(character) ? 1 : 0;
            plain[length++] = character;
        }

        return !isWhole || !hasMark || digits == DigitsOfThousand;
    }
}
