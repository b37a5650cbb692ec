using System.Text;

namespace LiquidNet.Onnx.Graphs;

/// <summary>The names of a model, each given once, in all its graphs together.</summary>
sealed class NameSet
{
    readonly HashSet<string> names = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>A name that nothing else has: the wanted one, or with a number behind it.</summary>
    public string Take(string wanted)
    {
        var name = Plain(wanted);
        return names.Add(name) ? name : Number(name);
    }

    /// <summary>The next of several names that differ in their number.</summary>
    public string Number(string stem)
    {
        string name;
        do
            name = $"{stem}_{counts[stem] = counts.GetValueOrDefault(stem) + 1}";
        while (!names.Add(name));
        return name;
    }

    /// <summary>Letters, digits, points, slashes and underscores: what every reader of models takes.</summary>
    static string Plain(string wanted)
    {
        var name = new StringBuilder(wanted.Length);
        foreach (var letter in wanted)
            name.Append(char.IsAsciiLetterOrDigit(letter) || letter is '.' or '/' ? letter : '_');
        return name.ToString();
    }
}
