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
                json.WriteNumber("quantile", quantile.Quantile);
                break;
            case SoftmaxCrossEntropy softmax:
                json.WriteNumber("labelSmoothing", softmax.LabelSmoothing);
                if (softmax.ClassWeights is { } weights)
                    WriteWeights(json, weights);
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
        nameof(QuantileLoss) => new QuantileLoss(place["quantile"].Number()),
        nameof(SoftmaxCrossEntropy) => new SoftmaxCrossEntropy
        {
            LabelSmoothing = place["labelSmoothing"].Number(),
            ClassWeights = place.TryGet("classWeights")?.Items().Select(weight => weight.Number()).ToArray(),
        },
        _ => StoredParts.Custom(place, custom),
    };

    static void WriteWeights(Utf8JsonWriter json, IReadOnlyList<float> weights)
    {
        json.WriteStartArray("classWeights");
        foreach (var weight in weights)
            json.WriteNumberValue(weight);
        json.WriteEndArray();
    }
}
