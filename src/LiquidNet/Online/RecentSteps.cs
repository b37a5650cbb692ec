using LiquidNet.Runs;

namespace LiquidNet.Online;

/// <summary>The last readings of a stream, each with the state before it.</summary>
/// <param name="model">The model.</param>
/// <param name="window">How many readings are remembered.</param>
sealed class RecentSteps(CompiledModel model, int window)
{
    readonly float[] inputs = new float[window * model.InputSize];
    readonly float[] states = new float[window * model.StateSize];
    readonly float[] timespans = new float[window];
    int next;

    /// <summary>How many readings are remembered now.</summary>
    public int Count { get; private set; }

    /// <summary>Remembers the step that a stream has taken.</summary>
    public void Add(StreamStep step)
    {
        step.Input.CopyTo(inputs.AsSpan(next * model.InputSize));
        step.LastState.CopyTo(states.AsSpan(next * model.StateSize));
        timespans[next] = step.Elapsed;
        next = (next + 1) % window;
        Count = Math.Min(Count + 1, window);
    }

    /// <summary>Has a stream compute again the step that it took some readings ago.</summary>
    /// <param name="step">The stream.</param>
    /// <param name="age">0 for the last reading.</param>
    public void Repeat(StreamStep step, int age)
    {
        var place = (next - 1 - age + window) % window;
        step.Repeat(
            inputs.AsSpan(place * model.InputSize, model.InputSize),
            states.AsSpan(place * model.StateSize, model.StateSize),
            timespans[place]);
    }

    /// <summary>Forgets all readings.</summary>
    public void Clear() => (Count, next) = (0, 0);
}
