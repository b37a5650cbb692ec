using System.Text.Json;
using LiquidNet.Storage.Models;

namespace LiquidNet.Online.Files;

/// <summary>What a learner is, its rule and options, as JSON.</summary>
static class LearnerSettings
{
    public static void Write(Utf8JsonWriter json, OnlineLearner learner)
    {
        json.WriteString("rule", learner.GetType().Name);
        StoredLosses.Write(json, learner.Loss);
        if (learner is GradientLearner gradient)
        {
            StoredOptimizers.Write(json, gradient.Optimizer);
            StoredOptimizers.Write(json, gradient.Clipping);
        }

        if (learner is TruncatedBackpropagation truncated)
            json.WriteNumber("window", truncated.Window);
        if (learner is RecursiveLeastSquares squares)
        {
            json.WriteNumber("forgetting", squares.Forgetting);
            json.WriteNumber("initialCovariance", squares.InitialCovariance);
            json.WriteNumber("interval", squares.Interval);
        }

        Write(json, learner.Rollback);
        Write(json, learner.Drift);
        Write(json, learner.DriftResponse);
    }

    /// <summary>A learner as it was created.</summary>
    /// <param name="place">What a file tells of it.</param>
    /// <param name="network">What learns.</param>
    /// <param name="state">What the file holds besides, to check sizes with.</param>
    /// <param name="custom">Parts that no file can hold.</param>
    public static OnlineLearner Read(JsonPlace place, LiquidNetwork network, ILearnerState state, CustomParts custom)
    {
        var (rollback, drift) = (ReadRollback(place.TryGet("rollback")), ReadDrift(place.TryGet("drift")));
        var response = ReadResponse(place.TryGet("driftResponse"));
        if (place["rule"].Text() is nameof(RecursiveLeastSquares))
        {
            return new RecursiveLeastSquares(network)
            {
                Forgetting = place["forgetting"].Double(),
                InitialCovariance = place["initialCovariance"].Double(),
                Interval = place["interval"].Integer(1),
                Rollback = rollback,
                Drift = drift,
                DriftResponse = response,
            };
        }

        var loss = StoredLosses.Read(place["loss"], custom.Loss);
        var optimizer = StoredOptimizers.Read(place["optimizer"], custom.Optimizer);
        var clipping = StoredOptimizers.Read(place.TryGet("clipping"), custom.Clipping);
        return place["rule"].Text() switch
        {
            nameof(ImmediateDerivative) => new ImmediateDerivative(network, optimizer, loss)
            {
                Clipping = clipping,
                Rollback = rollback,
                Drift = drift,
                DriftResponse = response,
            },
            nameof(SnAp1) => new SnAp1(network, optimizer, loss)
            {
                Clipping = clipping,
                Rollback = rollback,
                Drift = drift,
                DriftResponse = response,
            },
            nameof(RealTimeRecurrentLearning) => new RealTimeRecurrentLearning(network, optimizer, loss)
            {
                Clipping = clipping,
                Rollback = rollback,
                Drift = drift,
                DriftResponse = response,
            },
            nameof(TruncatedBackpropagation) => new TruncatedBackpropagation(network, Window(), optimizer, loss)
            {
                Clipping = clipping,
                Rollback = rollback,
                Drift = drift,
                DriftResponse = response,
            },
            var rule => throw place["rule"].Fault($"rule '{rule}' is unknown"),
        };

        int Window()
        {
            var window = place["window"].Integer(1);
            state.Expect(RecentSteps.TimespansName, window);
            return window;
        }
    }

    static void Write(Utf8JsonWriter json, Rollback? rollback)
    {
        if (rollback is null)
            return;
        json.WriteStartObject("rollback");
        json.WriteNumber("margin", rollback.Margin);
        json.WriteNumber("window", rollback.Window);
        json.WriteEndObject();
    }

    static Rollback? ReadRollback(JsonPlace? stored) =>
        stored is { } place ? new(place["margin"].Number(), place["window"].Integer(1)) : null;

    static void Write(Utf8JsonWriter json, DriftMonitor? drift)
    {
        if (drift is null)
            return;
        json.WriteStartObject("drift");
        json.WriteString("kind", StoredParts.KindOf(drift));
        if (drift is Adwin adwin)
        {
            json.WriteNumber("delta", adwin.Delta);
        }
        else if (drift is PageHinkley test)
        {
            json.WriteNumber("threshold", test.Threshold);
            json.WriteNumber("tolerance", test.Tolerance);
            json.WriteNumber("minCount", test.MinCount);
        }

        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, DriftResponse? response)
    {
        if (response is null)
            return;
        json.WriteStartObject("driftResponse");
        json.WriteNumber("learningRateFactor", response.LearningRateFactor);
        json.WriteNumber("window", response.Window);
        json.WriteEndObject();
    }

    static DriftResponse? ReadResponse(JsonPlace? stored) =>
        stored is { } place ? new(place["learningRateFactor"].Number(), place["window"].Integer(1)) : null;

    static DriftMonitor? ReadDrift(JsonPlace? stored) => stored is not { } place
        ? null
        : place["kind"].Text() switch
        {
            nameof(Adwin) => new Adwin { Delta = place["delta"].Double() },
            nameof(PageHinkley) => new PageHinkley
            {
                Threshold = place["threshold"].Double(),
                Tolerance = place["tolerance"].Double(),
                MinCount = place["minCount"].Integer(1),
            },
            var kind => throw place.Fault($"kind '{kind}' is unknown"),
        };
}
