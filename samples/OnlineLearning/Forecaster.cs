using LiquidNet.Cells;
using LiquidNet.Online;

namespace LiquidNet.Samples;

/// <summary>Forecasts a value's next hours: its last one and what a network adds.</summary>
sealed class Forecaster
{
    readonly DelayedLearner? learner;
    readonly float[][] said;
    readonly float[] target;

    /// <summary>Creates a forecaster.</summary>
    /// <param name="learner">What adds to the last value; null for nothing.</param>
    /// <param name="ahead">How many hours it forecasts.</param>
    public Forecaster(OnlineLearner? learner, int ahead)
    {
        // What is learned in an hour comes before that hour's forecast, so a target is one reading less late than it is far ahead.
        this.learner = learner is null ? null : new DelayedLearner(learner, ahead - 1);
        said = [.. Enumerable.Range(0, ahead + 1).Select(_ => new float[ahead])];
        target = new float[ahead];
    }

    /// <summary>The cell of the network; null for persistence.</summary>
    public LiquidCell? Cell => learner?.Learner.Network.Cell;

    /// <summary>What was said at an hour, for the hours after it; the last ones alone are remembered.</summary>
    public ReadOnlySpan<float> At(int hour) => said[hour % said.Length];

    /// <summary>Takes a reading and forecasts.</summary>
    public void Observe(int hour, ReadOnlySpan<float> input, float value)
    {
        var forecast = said[hour % said.Length];
        forecast.AsSpan().Fill(value);
        if (learner is null)
            return;
        var added = learner.Observe(input);
        for (var next = 0; next < forecast.Length; next++)
            forecast[next] += added[next];
    }

    /// <summary>Learns what should have been said.</summary>
    /// <param name="values">The value then, and those of the hours after it.</param>
    public void Learn(ReadOnlySpan<float> values)
    {
        for (var next = 0; next < target.Length; next++)
            target[next] = values[next + 1] - values[0];
        learner?.Correct(target);
    }
}
