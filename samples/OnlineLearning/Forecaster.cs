using LiquidNet.Cells;
using LiquidNet.Online;

namespace LiquidNet.Samples;

/// <summary>Forecasts a value's next hours, and learns when they have come.</summary>
sealed class Forecaster
{
    readonly DelayedLearner? learner;
    readonly float[][] said;

    /// <summary>Creates a forecaster.</summary>
    /// <param name="learner">What forecasts; null for persistence.</param>
    /// <param name="ahead">How many hours it forecasts.</param>
    public Forecaster(OnlineLearner? learner, int ahead)
    {
        // What is learned in an hour comes before that hour's forecast, so a target is one reading less late than it is far ahead.
        this.learner = learner is null ? null : new DelayedLearner(learner, ahead - 1);
        said = [.. Enumerable.Range(0, ahead + 1).Select(_ => new float[ahead])];
    }

    /// <summary>The cell of the network; null for persistence.</summary>
    public LiquidCell? Cell => learner?.Learner.Network.Cell;

    /// <summary>What was said at an hour, for the hours after it; the last ones alone are remembered.</summary>
    public ReadOnlySpan<float> At(int hour) => said[hour % said.Length];

    /// <summary>Takes a reading and forecasts.</summary>
    public void Observe(int hour, ReadOnlySpan<float> input, float value)
    {
        var forecast = said[hour % said.Length];
        if (learner is null)
            forecast.AsSpan().Fill(value);
        else
            learner.Observe(input).CopyTo(forecast);
    }

    /// <summary>Learns what should have been said.</summary>
    /// <param name="values">The values of the hours after it.</param>
    public void Learn(ReadOnlySpan<float> values) => learner?.Correct(values);
}
