using System.Text.Json.Serialization;

namespace LiquidNet.Data.Tables;

/// <summary>The generated code that writes and reads schemas.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectNullableAnnotations = true,
    WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StoredSchema))]
sealed partial class SchemaContext : JsonSerializerContext;
