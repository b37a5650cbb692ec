using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>The predictions of a shard and its target values in the unit of these, where losses may see another one.</summary>
/// <param name="input">The samples.</param>
/// <param name="model">What predicts.</param>
sealed class TargetUnit(ShardInput input, CompiledModel model)
{
    readonly StatelessRun? predictions = model.CreateActivationRun(input.Lanes);
    readonly TargetWindow targets = new(input, model.TargetSize, model.TargetSize, transform: null);

    /// <summary>To be called when the input has taken other samples.</summary>
    public void Begin()
    {
        predictions?.Prepare();
        targets.Begin();
    }

    /// <summary>The predictions [outputs x lanes] that follow from the logits of one step.</summary>
    public ReadOnlySpan<float> PredictionsOf(ReadOnlySpan<float> logits)
    {
        if (predictions is null)
            return logits;
        logits.CopyTo(predictions.Input);
        return predictions.Run();
    }

    /// <summary>The target values of one step [targets x lanes].</summary>
    public ReadOnlySpan<float> TargetsAt(int step) => targets.At(step);
}
