using LiquidNet.Data;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>Compares the outputs of a shard with the truth.</summary>
sealed class ShardEvaluator(Loss loss, CompiledModel model, ShardInput input) : IShardLoss, IShardOutput
{
    readonly int outputs = model.OutputSize;
    readonly LaneTargets truth = new(model.OutputSize, input.Lanes);
    readonly TargetWindow targets = new(input, model.OutputSize);
    readonly float[] unusedGradient = new float[model.OutputSize * input.Lanes];

    int[] labels = [];
    float weight;
    double lossSum;
    int correct;
    int judged;

    /// <summary>What was found since <see cref="Begin"/>.</summary>
    public ShardResult Result => new(lossSum, correct, judged);

    /// <summary>Counts answers [label x answer] while it is set; shared by the shards of a set.</summary>
    public int[,]? Confusion { get; set; }

    bool ScoresEveryStep => input.Set.TargetKind is TargetKind.StepLabels or TargetKind.StepValues;

    /// <summary>Reads the truth of the samples that the input holds, and forgets what was found before.</summary>
    /// <param name="weightOfOutput">How much each judged output counts.</param>
    public void Begin(float weightOfOutput)
    {
        weight = weightOfOutput;
        lossSum = correct = judged = 0;
        targets.Forget();
        if (!loss.ComparesClasses)
            return;
        if (labels.Length < input.Lanes * input.Steps)
            labels = new int[input.Lanes * input.Steps];
        for (var lane = 0; lane < input.Count; lane++)
        {
            var ofSample = labels.AsSpan(lane * input.Steps, ScoresEveryStep ? input.LengthOf(lane) : 1);
            input.Set.ReadLabels(input.SampleOf(lane), ofSample);
            Check(input.SampleOf(lane), ofSample);
        }
    }

    public bool Scores(int step) => ScoresEveryStep || step == input.Steps - 1;

    bool IShardOutput.Wants(int step) => Scores(step);

    void IShardOutput.Write(int step, ReadOnlySpan<float> output)
    {
        WriteGradient(step, output, unusedGradient);
        if (double.IsFinite(lossSum))
            return;
        NotFinite.ThrowIfOutput(model, input, step, isLast: !ScoresEveryStep, output);
        throw NotFinite.Output(model, $" in step {step}");
    }

    public void WriteGradient(int step, ReadOnlySpan<float> output, Span<float> gradient)
    {
        for (var lane = 0; lane < input.Lanes; lane++)
        {
            var isJudged = lane < input.Count && (!ScoresEveryStep || step < input.LengthOf(lane));
            truth.Weights[lane] = isJudged ? weight : 0;
            if (!isJudged)
                continue;
            judged++;
            if (loss.ComparesClasses)
                CompareClass(lane, ScoresEveryStep ? step : 0, output);
        }

        if (!loss.ComparesClasses)
            truth.Values = targets.At(step);

        lossSum += loss.WriteGradient(output, truth, gradient);
    }

    void CompareClass(int lane, int labelIndex, ReadOnlySpan<float> output)
    {
        var label = truth.Labels[lane] = labels[lane * input.Steps + labelIndex];
        var answer = 0;
        for (var row = 1; row < outputs; row++)
        {
            if (output[row * input.Lanes + lane] > output[answer * input.Lanes + lane])
                answer = row;
        }

        if (answer == label)
            correct++;
        if (Confusion is not null)
            Interlocked.Increment(ref Confusion[label, answer]);
    }

    void Check(int sample, ReadOnlySpan<int> ofSample)
    {
        foreach (var label in ofSample)
        {
            if ((uint)label >= (uint)outputs)
                throw new ArgumentException($"Sequence {sample} has label {label}; the readout knows classes 0 to {outputs - 1}.");
        }
    }
}
