using System.Text.Json;
using LiquidNet.Storage.Models;
using LiquidNet.Training;

namespace LiquidNet.Online.Files;

/// <summary>Losses as JSON.</summary>
static class StoredLosses
{
    public static void Write(Utf8JsonWriter json, Loss loss)
    {
        json.WriteStartObject("loss");
        json.WriteString("kind", StoredParts.KindOf(loss));
        switch (loss)
        {
            case HuberLoss huber:
                json.WriteNumber("delta", huber.Delta);
                break;
            case QuantileLoss quantile:
                WriteList(json, "quantiles", quantile.Quantiles);
                break;
            case SoftmaxCrossEntropy softmax:
                json.WriteNumber("labelSmoothing", softmax.LabelSmoothing);
                if (softmax.ClassWeights is { } weights)
                    WriteList(json, "classWeights", weights);
                break;
            case MeanSquaredError or MeanAbsoluteError or BinaryCrossEntropy:
                break;
            default:
                json.WriteString("text", loss.ToString());
                break;
        }

        json.WriteEndObject();
    }

    public static Loss Read(JsonPlace place, Loss? custom) => place["kind"].Text() switch
    {
        nameof(MeanSquaredError) => new MeanSquaredError(),
        nameof(MeanAbsoluteError) => new MeanAbsoluteError(),
        nameof(BinaryCrossEntropy) => new BinaryCrossEntropy(),
        nameof(HuberLoss) => new HuberLoss { Delta = place["delta"].Number() },
        nameof(QuantileLoss) => new QuantileLoss([.. place["quantiles"].Items().Select(quantile => quantile.Number())]),
        nameof(SoftmaxCrossEntropy) => new SoftmaxCrossEntropy
        {
            LabelSmoothing = place["labelSmoothing"].Number(),
            ClassWeights = place.TryGet("classWeights")?.Items().Select(weight => weight.Number()).ToArray(),
        },
        _ => StoredParts.Custom(place, custom),
    };

    static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<float> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
