using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Online;

/// <summary>The last readings of a stream, each with the state before it, as a tape reads them; the last of them alone is scored.</summary>
/// <param name="model">The model.</param>
/// <param name="window">How many readings are remembered.</param>
sealed class RecentSteps(CompiledModel model, int window) : IShardInput, IShardLoss
{
    readonly float[] inputs = new float[checked(window * model.InputSize)];
    readonly float[] states = new float[checked(window * model.StateSize)];
    readonly float[] timespans = new float[window];
    readonly float[] gradient = new float[model.OutputSize];
    int next;

    public int Steps { get; private set; }

    public bool IsConstant => false;

    public bool IsRegular => false;

    /// <summary>The state before the first reading that is remembered [StateSize].</summary>
    public ReadOnlySpan<float> FirstState => states.AsSpan(PlaceOf(0) * model.StateSize, model.StateSize);

    /// <summary>Remembers the step that a stream has taken.</summary>
    public void Add(StreamStep step)
    {
        step.Input.CopyTo(inputs.AsSpan(next * model.InputSize));
        step.LastState.CopyTo(states.AsSpan(next * model.StateSize));
        timespans[next] = step.Elapsed;
        next = (next + 1) % window;
        Steps = Math.Min(Steps + 1, window);
    }

    /// <summary>Stands for a full window with as many unfolds as there can be, so that memory is made for it.</summary>
    public void Fill()
    {
        Steps = window;
        if (!model.Unfolds.IsFixed)
            Array.Fill(timespans, model.Unfolds.MaxStep * model.Unfolds.MaxCount);
    }

    /// <summary>Forgets all readings.</summary>
    public void Clear() => (Steps, next) = (0, 0);

    /// <summary>Takes the gradient by the logits after the last reading [OutputSize].</summary>
    public void TakeGradient(ReadOnlySpan<float> byLogits) => byLogits.CopyTo(gradient);

    public void ReadStep(int step, Span<float> input) =>
        inputs.AsSpan(PlaceOf(step) * model.InputSize, model.InputSize).CopyTo(input);

    public void ReadTimespans(int step, Span<float> destination) => destination.Fill(timespans[PlaceOf(step)]);

    public bool Scores(int step) => step == Steps - 1;

    public void WriteGradient(int step, ReadOnlySpan<float> output, Span<float> destination) => gradient.CopyTo(destination);

    int PlaceOf(int step) => (next - Steps + step + window) % window;
}
