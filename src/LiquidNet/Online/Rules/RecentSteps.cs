using LiquidNet.Online.Files;
using LiquidNet.Runs;

namespace LiquidNet.Online;

/// <summary>The last readings of a stream, each with the state before it.</summary>
/// <param name="model">The model.</param>
/// <param name="window">How many readings are remembered.</param>
sealed class RecentSteps(CompiledModel model, int window)
{
    /// <summary>The tensor with the timespans of the readings.</summary>
    public const string TimespansName = "window/timespans";

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
        var place = PlaceOf(age);
        step.Repeat(
            inputs.AsSpan(place * model.InputSize, model.InputSize),
            states.AsSpan(place * model.StateSize, model.StateSize),
            timespans[place]);
    }

    /// <summary>Writes the readings, or takes them over.</summary>
    /// <param name="state">A file.</param>
    /// <param name="step">Refuses readings that the model does not take.</param>
    public void Transfer(ILearnerState state, StreamStep step)
    {
        Count = (int)state.Count("windowCount", Count, window);
        next = (int)state.Count("windowNext", next, window - 1);
        state.Values("window/inputs", inputs, mayBeMissing: true);
        state.Values("window/states", states);
        state.Values(TimespansName, timespans);
        for (var age = 0; state.IsRead && age < Count; age++)
            step.CheckTaken(inputs.AsSpan(PlaceOf(age) * model.InputSize, model.InputSize), timespans[PlaceOf(age)]);
    }

    /// <summary>Forgets all readings.</summary>
    public void Clear() => (Count, next) = (0, 0);

    int PlaceOf(int age) => (next - 1 - age + window) % window;
}
