using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LiquidNet.Data.Tables;

/// <summary>A schema as JSON; written and read by generated code, so that it works without reflection.</summary>
static class TableSchemaJson
{
    static readonly JsonTypeInfo<StoredSchema> Format = CreateFormat();

    /// <summary>Writes a schema.</summary>
    public static void Write(Stream stream, TableSchema schema)
    {
        var columns = schema.Columns;
        var stored = new StoredSchema(
            StoredSchema.Current, columns.Id, columns.Time, columns.Label, columns.Options,
            [.. schema.Features.Select(feature => new StoredFeature(feature.Column, feature.Categories?.Names))], schema.Classes?.Names);
        JsonSerializer.Serialize(stream, stored, Format);
    }

    /// <summary>Reads a schema.</summary>
    /// <exception cref="InvalidDataException">It is none, or does not hold together.</exception>
    public static TableSchema Read(Stream stream, string path)
    {
        try
        {
            var stored = JsonSerializer.Deserialize(stream, Format) ?? throw new JsonException("it is null");
            if (stored.Version != StoredSchema.Current)
                throw new JsonException(FormattableString.Invariant($"version {stored.Version} is not {StoredSchema.Current}"));
            var columns = new TableColumns(stored.Id, stored.Time, stored.Label, stored.Options);
            if ((columns.ClassColumn is null) != (stored.Classes is null) || stored.Features.Count == 0)
                throw new JsonException("classes or features are missing");
            return new(
                columns,
                [.. stored.Features.Select(feature => new FeatureColumn(feature.Column, ListOf(feature.Categories, columns.Text)))],
                ListOf(stored.Classes, columns.Text));
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is no schema of a table: {problem.Message}", problem);
        }
    }

    static CategoryList? ListOf(IReadOnlyList<string>? names, CsvText text) =>
        names is null ? null : CategoryList.Restored(names, text);

    /// <summary>All is written, so what is missing is a fault, not a default.</summary>
    static JsonTypeInfo<StoredSchema> CreateFormat()
    {
        var options = new JsonSerializerOptions(SchemaContext.Default.Options)
        {
            TypeInfoResolver = SchemaContext.Default.WithAddedModifier(type =>
            {
                foreach (var property in type.Properties)
                    property.IsRequired = true;
            }),
        };
        return (JsonTypeInfo<StoredSchema>)options.GetTypeInfo(typeof(StoredSchema));
    }
}
