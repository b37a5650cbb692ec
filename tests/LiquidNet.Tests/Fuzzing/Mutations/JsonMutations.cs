using System.Text;
using System.Text.RegularExpressions;

namespace LiquidNet.Tests.Fuzzing.Mutations;

/// <summary>Changes the tokens of a JSON text: numbers, names, brackets, whole entries.</summary>
static partial class JsonMutations
{
    static readonly string[] Odd =
    [
        "null", "true", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "-0", "1e999", "1.5", "0.1e-400", "99999999999999999999",
        "\"__metadata__\"", "\"F64\"", "\"I64\"", "\"BOOL\"", ",", ":", "}", "]", "/**/", "NaN",
    ];

    /// <summary>Changes a text in one to four places.</summary>
    public static byte[] Apply(byte[] text, Random random)
    {
        var tokens = Token().Matches(Encoding.UTF8.GetString(text)).Select(match => match.Value).ToList();
        for (var count = ByteMutations.Places(random); count > 0 && tokens.Count > 0; count--)
            Change(tokens, random);
        return Encoding.UTF8.GetBytes(string.Concat(tokens));
    }

    static void Change(List<string> tokens, Random random)
    {
        var (at, other) = (random.Next(tokens.Count), random.Next(tokens.Count));
        var length = Math.Min(tokens.Count - at, random.Next(1, 40));
        switch (random.Next(8))
        {
            case 0 or 1 or 2 when tokens.FindIndex(at, token => char.IsAsciiDigit(token[0])) is >= 0 and var number:
                tokens[number] = FormattableString.Invariant($"{ByteMutations.Number(random)}");
                break;
            case 3:
                tokens[at] = tokens[other];
                break;
            case 4:
                tokens.RemoveAt(at);
                break;
            case 5:
                tokens.InsertRange(at, tokens.GetRange(at, length));
                break;
            case 6:
                tokens.InsertRange(at, Enumerable.Repeat(random.Next(2) == 0 ? "[" : "{\"a\":", random.Next(1, 200)));
                break;
            default:
                tokens[at] = Odd[random.Next(Odd.Length)];
                break;
        }
    }

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|\w+|\s+|.
        """, RegexOptions.Singleline)]
    private static partial Regex Token();
}
