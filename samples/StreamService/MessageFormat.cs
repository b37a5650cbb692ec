using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiquidNet.Samples;

/// <summary>How messages are written as JSON. A float is written with as many digits as tell it from all others.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Reading[]))]
[JsonSerializable(typeof(Prediction[]))]
[JsonSerializable(typeof(Health))]
sealed partial class MessageFormat : JsonSerializerContext;
