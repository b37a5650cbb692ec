namespace LiquidNet.Export.C;

/// <summary>Names as C takes them: letters, digits and underscores, no two alike.</summary>
sealed class CNames
{
    readonly HashSet<string> taken;

    /// <param name="taken">Names that are used for something else.</param>
    public CNames(params ReadOnlySpan<string> taken) => this.taken = [.. taken];

    /// <summary>A name of the same letters, digits and underscores, which begins with a letter.</summary>
    public static string Sanitized(string name)
    {
        var allowed = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')).Trim('_');
        return allowed switch
        {
            "" => "model",
            [var first, ..] when char.IsAsciiDigit(first) => "model_" + allowed,
            _ => allowed,
        };
    }

    /// <summary>A name that nothing else has, as much like a given one as possible.</summary>
    public string Unique(string name)
    {
        var sanitized = Sanitized(name);
        var unique = sanitized;
        for (var number = 2; !taken.Add(unique); number++)
            unique = $"{sanitized}_{number}";
        return unique;
    }
}
