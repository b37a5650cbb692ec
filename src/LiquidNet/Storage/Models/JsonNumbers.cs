using System.Text.Json;

namespace LiquidNet.Storage.Models;

/// <summary>Numbers of equations as JSON, which knows no infinite ones.</summary>
static class JsonNumbers
{
    public const string Infinity = "Infinity";
    public const string NegativeInfinity = "-Infinity";

    /// <summary>Writes the shortest number that is read as the same bits.</summary>
    /// <exception cref="InvalidOperationException">It is not a number.</exception>
    public static void WriteValue(Utf8JsonWriter json, float value)
    {
        if (float.IsNaN(value))
            throw new InvalidOperationException("An equation with a constant that is not a number cannot be saved.");
        if (float.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteStringValue(value > 0 ? Infinity : NegativeInfinity);
    }

    /// <summary>Writes whole numbers as an array.</summary>
    public static void WriteArray(Utf8JsonWriter json, string name, ReadOnlySpan<int> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
