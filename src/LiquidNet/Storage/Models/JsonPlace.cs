using System.Text.Json;

namespace LiquidNet.Storage.Models;

/// <summary>A value in the description of a model, and its place, which errors name.</summary>
/// <param name="Element">The value.</param>
/// <param name="Path">File and place, such as <c>driver.safetensors: model.cell.next[12]</c>.</param>
readonly record struct JsonPlace(JsonElement Element, string Path)
{
    const int MaxDepth = 16;

    /// <summary>Parses a text; the values are there until the document is disposed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">What the whole is called in errors.</param>
    /// <param name="root">The whole.</param>
    /// <exception cref="InvalidDataException">The text is not JSON, is too deep, or names something twice.</exception>
    public static JsonDocument Parse(string text, string path, out JsonPlace root)
    {
        try
        {
            var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            root = new JsonPlace(document.RootElement, path);
            return document;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: its text is not valid JSON: {exception.Message}", exception);
        }
    }

    /// <summary>The value of a name, which has to be there.</summary>
    public JsonPlace this[string name] => TryGet(name) ?? throw Fault($"it has no '{name}'");

    /// <summary>The value of a name, or null.</summary>
    public JsonPlace? TryGet(string name)
    {
        if (Element.ValueKind != JsonValueKind.Object)
            throw Expected("an object");
        return Element.TryGetProperty(name, out var value) ? new JsonPlace(value, $"{Path}.{name}") : null;
    }

    /// <summary>The values of an array.</summary>
    public IEnumerable<JsonPlace> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array)
            throw Expected("an array");
        var path = Path;
        return Element.EnumerateArray().Select((item, index) => new JsonPlace(item, $"{path}[{index}]"));
    }

    public string Text()
    {
        try
        {
            return Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw Expected("a text");
        }
        catch (InvalidOperationException exception)
        {
            throw Fault("its text is half of a character", exception);
        }
    }

    public bool Flag() =>
        Element.ValueKind is JsonValueKind.True or JsonValueKind.False ? Element.GetBoolean() : throw Expected("true or false");

    /// <summary>A whole number.</summary>
    /// <param name="least">The least that it may be.</param>
    public int Integer(int least) =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var value) && value >= least
            ? value
            : throw Expected($"a whole number from {least} to {int.MaxValue}");

    /// <summary>A whole number that may be large.</summary>
    /// <param name="least">The least that it may be.</param>
    public long Long(long least) =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt64(out var value) && value >= least
            ? value
            : throw Expected($"a whole number from {least} to {long.MaxValue}");

    /// <summary>A finite number of double precision.</summary>
    public double Double() =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : throw Expected("a number of double precision");

    /// <summary>A number of single precision; infinite ones are texts.</summary>
    public float Number() => Element switch
    {
        { ValueKind: JsonValueKind.Number } when Element.TryGetSingle(out var value) && float.IsFinite(value) => value,
        { ValueKind: JsonValueKind.String } when Text() == JsonNumbers.Infinity => float.PositiveInfinity,
        { ValueKind: JsonValueKind.String } when Text() == JsonNumbers.NegativeInfinity => float.NegativeInfinity,
        _ => throw Expected("a number of single precision"),
    };

    /// <summary>An error that names this place.</summary>
    public InvalidDataException Fault(string what, Exception? cause = null) => new($"{Path}: {what}.", cause);

    InvalidDataException Expected(string what) => Fault($"expected {what}, found {Found()}");

    string Found() => Element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ when Element.GetRawText() is { Length: <= 40 } text => text,
        _ => "something longer",
    };
}
