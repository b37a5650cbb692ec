using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LiquidNet.Wirings;

/// <summary>A wiring as JSON; written and read token by token, so that it works without reflection.</summary>
static class WiringJson
{
    /// <summary>The wiring as a JSON text of its own.</summary>
    public static string Write(Wiring wiring)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, wiring);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The wiring as a JSON object inside a larger text.</summary>
    public static void Write(Utf8JsonWriter writer, Wiring wiring)
    {
        writer.WriteStartObject();
        writer.WriteString("name", wiring.Name);
        writer.WriteNumber("inputs", wiring.Inputs);
        writer.WriteNumber("units", wiring.Units);
        writer.WriteNumber("outputs", wiring.Outputs);
        writer.WriteStartArray("layers");
        foreach (var layer in wiring.Layers)
        {
            writer.WriteStartObject();
            writer.WriteString("name", layer.Name);
            writer.WriteString("kind", NameOf(layer.Kind));
            writer.WriteNumber("first", layer.First);
            writer.WriteNumber("count", layer.Count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteSynapses(writer, "synapses", wiring.Synapses);
        WriteSynapses(writer, "sensorySynapses", wiring.SensorySynapses);
        writer.WriteEndObject();
    }

    /// <summary>Reads a JSON text of its own.</summary>
    public static Wiring Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"A wiring's JSON is not well-formed: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a JSON object inside a larger text.</summary>
    public static Wiring Read(JsonElement element)
    {
        var name = Text(element, "wiring", "name");
        var inputs = Integer(element, "wiring", "inputs");
        var units = Integer(element, "wiring", "units");
        var outputs = Integer(element, "wiring", "outputs");
        var layers = Items(element, "layers").Select(ReadLayer).ToArray();
        var synapses = Items(element, "synapses").Select((item, i) => ReadSynapse(item, $"synapses[{i}]")).ToArray();
        var sensory = Items(element, "sensorySynapses").Select((item, i) => ReadSynapse(item, $"sensorySynapses[{i}]")).ToArray();
        try
        {
            return new Wiring(name, outputs, layers, new SynapseTable(units, units, synapses), new SynapseTable(inputs, units, sensory));
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"A wiring's JSON describes an impossible wiring: {exception.Message}", exception);
        }
    }

    static void WriteSynapses(Utf8JsonWriter writer, string name, SynapseTable synapses)
    {
        writer.WriteStartArray(name);
        foreach (var (source, target, polarity) in synapses)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(source);
            writer.WriteNumberValue(target);
            writer.WriteNumberValue(polarity);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    static NeuronLayer ReadLayer(JsonElement element, int index)
    {
        var place = $"layers[{index}]";
        var kind = Text(element, place, "kind");
        return new NeuronLayer(
            Text(element, place, "name"),
            KindOf(kind) ?? throw Malformed($"{place}.kind", "sensory, inter, command, motor or custom", $"'{kind}'"),
            Integer(element, place, "first"),
            Integer(element, place, "count"));
    }

    static Synapse ReadSynapse(JsonElement element, string place)
    {
        var numbers = new int[3];
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() != numbers.Length)
            throw Malformed(place, "[source, target, polarity]", element);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (element[i].ValueKind != JsonValueKind.Number || !element[i].TryGetInt32(out numbers[i]))
                throw Malformed($"{place}[{i}]", "an integer", element[i]);
        }

        return new Synapse(numbers[0], numbers[1], numbers[2]);
    }

    static JsonElement.ArrayEnumerator Items(JsonElement element, string name)
    {
        var value = Member(element, "wiring", name);
        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : throw Malformed($"wiring.{name}", "an array", value);
    }

    static string Text(JsonElement element, string place, string name)
    {
        var value = Member(element, place, name);
        try
        {
            return value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw Malformed($"{place}.{name}", "a string", value);
        }
        catch (InvalidOperationException)
        {
            throw Malformed($"{place}.{name}", "a string", "half of a character");
        }
    }

    static int Integer(JsonElement element, string place, string name)
    {
        var value = Member(element, place, name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw Malformed($"{place}.{name}", "an integer", value);
    }

    static JsonElement Member(JsonElement element, string place, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Malformed(place, "an object", element);
        return element.TryGetProperty(name, out var value) ? value : throw Malformed($"{place}.{name}", "a value", "nothing");
    }

    static InvalidDataException Malformed(string place, string expected, JsonElement actual) =>
        Malformed(place, expected, actual.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => $"an array of {actual.GetArrayLength()}",
            _ => actual.GetRawText(),
        });

    static InvalidDataException Malformed(string place, string expected, string actual) =>
        new($"A wiring's JSON has a fault at {place}: expected {expected} but found {actual}.");

    static string NameOf(NeuronKind kind) => kind switch
    {
        NeuronKind.Inter => "inter",
        NeuronKind.Command => "command",
        NeuronKind.Motor => "motor",
        NeuronKind.Sensory => "sensory",
        _ => "custom",
    };

    static NeuronKind? KindOf(string name) => name switch
    {
        "inter" => NeuronKind.Inter,
        "command" => NeuronKind.Command,
        "motor" => NeuronKind.Motor,
        "sensory" => NeuronKind.Sensory,
        "custom" => NeuronKind.Custom,
        _ => null,
    };
}
