using System.Text.Json;
using LiquidNet.Storage.Models;
using LiquidNet.Training;

namespace LiquidNet.Online.Files;

/// <summary>Optimisers and clippings as JSON.</summary>
static class StoredOptimizers
{
    public static void Write(Utf8JsonWriter json, Optimizer optimizer)
    {
        json.WriteStartObject("optimizer");
        json.WriteString("kind", StoredParts.KindOf(optimizer));
        json.WriteNumber("learningRate", optimizer.LearningRate);
        switch (optimizer)
        {
            case Sgd sgd:
                json.WriteNumber("momentum", sgd.Momentum);
                json.WriteBoolean("nesterov", sgd.Nesterov);
                json.WriteNumber("weightDecay", sgd.WeightDecay);
                break;
            case RmsProp rmsProp:
                json.WriteNumber("decay", rmsProp.Decay);
                json.WriteNumber("epsilon", rmsProp.Epsilon);
                break;
            case Adam adam:
                json.WriteNumber("beta1", adam.Beta1);
                json.WriteNumber("beta2", adam.Beta2);
                json.WriteNumber("epsilon", adam.Epsilon);
                json.WriteNumber("weightDecay", adam.WeightDecay);
                json.WriteBoolean("decoupledWeightDecay", adam.DecoupledWeightDecay);
                break;
            default:
                json.WriteString("text", optimizer.ToString());
                break;
        }

        json.WriteEndObject();
    }

    public static Optimizer Read(JsonPlace place, Optimizer? custom)
    {
        var rate = place["learningRate"].Number();
        return place["kind"].Text() switch
        {
            nameof(Sgd) => new Sgd(rate)
            {
                Momentum = place["momentum"].Number(),
                Nesterov = place["nesterov"].Flag(),
                WeightDecay = place["weightDecay"].Number(),
            },
            nameof(RmsProp) => new RmsProp(rate) { Decay = place["decay"].Number(), Epsilon = place["epsilon"].Number() },
            nameof(Adam) => new Adam(rate)
            {
                Beta1 = place["beta1"].Number(),
                Beta2 = place["beta2"].Number(),
                Epsilon = place["epsilon"].Number(),
                WeightDecay = place["weightDecay"].Number(),
                DecoupledWeightDecay = place["decoupledWeightDecay"].Flag(),
            },
            _ => StoredParts.Custom(place, custom),
        };
    }

    public static void Write(Utf8JsonWriter json, GradientClipping? clipping)
    {
        if (clipping is null)
            return;
        json.WriteStartObject("clipping");
        json.WriteString("kind", StoredParts.KindOf(clipping));
        if (clipping is GradientClipping.NormLimit norm)
            json.WriteNumber("limit", norm.Limit);
        else if (clipping is GradientClipping.ValueLimit value)
            json.WriteNumber("limit", value.Limit);
        else
            json.WriteString("text", clipping.ToString());
        json.WriteEndObject();
    }

    public static GradientClipping? Read(JsonPlace? stored, GradientClipping? custom) => stored is not { } place
        ? null
        : place["kind"].Text() switch
        {
            nameof(GradientClipping.NormLimit) => GradientClipping.ByNorm(place["limit"].Number()),
            nameof(GradientClipping.ValueLimit) => GradientClipping.ByValue(place["limit"].Number()),
            _ => StoredParts.Custom(place, custom),
        };
}
