using LiquidNet.Checks;
using LiquidNet.Runs;

namespace LiquidNet;

/// <summary>What streams, pools and learners ask of a reading before they take it.</summary>
static class ReadingCheck
{
    /// <summary>Why a reading of the right size is refused.</summary>
    public static Refusal RefusalOf(CompiledModel model, in StepLimit limit, ReadOnlySpan<float> input, float elapsed)
    {
        if (!IsTime(elapsed) || !IsStable(limit, elapsed))
            return Refusal.Elapsed;
        return model.Inputs.FirstRefused(input) >= 0 ? Refusal.Input : Refusal.None;
    }

    /// <summary>Refuses a reading of another size, and an elapsed time that cannot be.</summary>
    public static void CheckSizeAndTime(CompiledModel model, in StepLimit limit, ReadOnlySpan<float> input, float elapsed)
    {
        if (input.Length != model.InputSize)
        {
            throw new ArgumentException(
                $"Cell '{model.Name}' expects a reading of {Counted.Of(model.InputSize, "number")} but got {input.Length}.",
                nameof(input));
        }

        if (!IsTime(elapsed))
            throw new ArgumentOutOfRangeException(nameof(elapsed), elapsed, "The elapsed time must be zero or more, and finite.");
        if (!IsStable(limit, elapsed))
            throw new ArgumentOutOfRangeException(nameof(elapsed), elapsed, $"Elapsed time refused: {limit.Refusal(elapsed)}");
    }

    /// <summary>Refuses a value that is not finite, and not one that the model takes as missing.</summary>
    public static void CheckValues(CompiledModel model, ReadOnlySpan<float> input)
    {
        if (model.Inputs.FirstRefused(input) is >= 0 and var feature)
            throw new ArgumentException($"Reading refused: {model.Inputs.Refusal(feature, input[feature])}", nameof(input));
    }

    static bool IsTime(float elapsed) => elapsed >= 0 && float.IsFinite(elapsed);

    static bool IsStable(in StepLimit limit, float elapsed) => !limit.IsFinite || limit.Allows(elapsed);
}
