using System.Globalization;
using System.Numerics;
using LiquidNet.Checks;

namespace LiquidNet;

/// <summary>The keys of a pool as text, which files hold.</summary>
static class KeyText
{
    /// <summary>The argument of callers that makes text of a key.</summary>
    public const string Parameter = "formatKey";

    static readonly object[] known =
    [
        new Both<string>(key => key, text => text),
        new Both<Guid>(key => key.ToString(), text => Guid.ParseExact(text, "D")),
        Number<int>(),
        Number<uint>(),
        Number<long>(),
        Number<ulong>(),
    ];

    /// <summary>What makes text of a key, and refuses a text that another key has had.</summary>
    /// <param name="custom">The caller's own way; null for that of the usual types.</param>
    /// <exception cref="ArgumentException">There is none, and the type is not one of the usual.</exception>
    public static Func<TKey, string> Formatter<TKey>(Func<TKey, string>? custom) =>
        custom is null ? Known<TKey>()?.Format ?? throw Unknown<TKey>(Parameter) : Distinct(custom);

    /// <summary>What makes a key of text.</summary>
    /// <param name="custom">The caller's own way; null for that of the usual types.</param>
    /// <exception cref="ArgumentException">There is none, and the type is not one of the usual.</exception>
    public static Func<string, TKey> Parser<TKey>(Func<string, TKey>? custom) =>
        custom ?? Known<TKey>()?.Parse ?? throw Unknown<TKey>("parseKey");

    /// <summary>What is thrown where the text of a key cannot be written.</summary>
    public static ArgumentException Refused(string message, string parameter = Parameter) => new(message, parameter);

    static Func<TKey, string> Distinct<TKey>(Func<TKey, string> custom)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        return key => custom(key) is var text && texts.Add(text)
            ? text
            : throw Refused($"Two keys have the same text, '{Counted.FirstOf([text])}'; each must have its own.");
    }

    static Both<TKey>? Known<TKey>() => known.OfType<Both<TKey>>().SingleOrDefault();

    static Both<T> Number<T>()
        where T : IBinaryInteger<T> => new(
            key => key.ToString(null, CultureInfo.InvariantCulture),
            text => T.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

    static ArgumentException Unknown<TKey>(string parameter) => Refused(
        $"A file holds keys as text, and which one a {typeof(TKey).Name} has is known of string, int, uint, long, ulong and Guid alone: "
        + $"give {parameter}.",
        parameter);

    sealed record Both<TKey>(Func<TKey, string> Format, Func<string, TKey> Parse);
}
