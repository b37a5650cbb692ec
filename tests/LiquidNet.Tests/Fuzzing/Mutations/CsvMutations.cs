using System.Text;

namespace LiquidNet.Tests.Fuzzing.Mutations;

/// <summary>Changes the fields of a text of rows and columns, and what stands between them.</summary>
static class CsvMutations
{
    static readonly string[] Odd =
    [
        "", "\"", "\"\"", "\"a\nb\"", ",", ";", "\n", "\r", "\r\n\r\n", "NaN", "?", "1e999", "-1e308", "1e308", "1e39", "0x1", "1,5",
        "Infinity", "9999-12-31", "0001-01-01", "2026-02-30", "2026-01-01T00:00:00+99:00", "\uFEFF", "\0", "\ud83d\ude00", "patient",
        "hour", "=1+1",
    ];

    /// <summary>Changes a text in one to four places.</summary>
    public static byte[] Apply(byte[] text, Random random)
    {
        var lines = Encoding.UTF8.GetString(text).Split('\n').ToList();
        for (var count = ByteMutations.Places(random); count > 0 && lines.Count > 0; count--)
            Change(lines, random);
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    static void Change(List<string> lines, Random random)
    {
        var (at, other) = (random.Next(lines.Count), random.Next(lines.Count));
        var fields = lines[at].Split(',').ToList();
        var field = random.Next(fields.Count);
        switch (random.Next(7))
        {
            case 0:
                lines.RemoveAt(at);
                return;
            case 1:
                lines.InsertRange(at, lines.GetRange(other, Math.Min(lines.Count - other, random.Next(1, 200))));
                return;
            case 2:
                fields.RemoveAt(field);
                break;
            case 3:
                fields.InsertRange(field, Enumerable.Repeat(Odd[random.Next(Odd.Length)], random.Next(1, 50)));
                break;
            case 4:
                fields[field] = FormattableString.Invariant($"{ByteMutations.Number(random)}");
                break;
            default:
                fields[field] = Odd[random.Next(Odd.Length)];
                break;
        }

        lines[at] = string.Join(',', fields);
    }
}
