using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>Compares the outputs of a shard with their targets.</summary>
sealed class ShardEvaluator(Loss loss, CompiledModel model, ShardInput input) : IShardLoss, IShardOutput
{
    readonly int outputs = model.OutputSize;
    readonly TargetReader reader = new(loss, model.TargetSize);
    readonly TargetWindow targets = new(input, model.TargetSize, model.OutputSize, model.CreateTargetRun(input.Lanes));
    readonly float[] unusedGradient = new float[model.OutputSize * input.Lanes];
    readonly bool hasTargetRange = !loss.UsesLabels && loss.HasTargetRange;
    readonly int[] laneLabels = new int[input.Lanes];
    readonly int[] lanePredictions = new int[input.Lanes];
    readonly float[] laneWeights = new float[input.Lanes];

    TargetUnit? unit;
    int[] labels = [];
    float[] weights = [];
    float scale;

    /// <summary>What was found since <see cref="Begin"/>.</summary>
    public ShardResult Result { get; private set; }

    /// <summary>Takes outputs while it is set, which it is before <see cref="Begin"/>.</summary>
    public Measures? Measures { get; set; }

    bool ScoresEveryStep => TargetReader.HasEveryStep(input.Set);

    /// <summary>Reads labels and weights of the samples that the input holds, and forgets what was found before.</summary>
    /// <param name="weightScale">What the weight of each output is multiplied by.</param>
    public void Begin(float weightScale)
    {
        scale = weightScale;
        Result = default;
        targets.Begin();
        if (Measures is not null && !loss.UsesLabels)
            (unit ??= new(input, model)).Begin();
        if (weights.Length < input.Lanes * input.Steps)
            (labels, weights) = (new int[input.Lanes * input.Steps], new float[input.Lanes * input.Steps]);
        for (var lane = 0; lane < input.Count; lane++)
        {
            var (first, count) = (lane * input.Steps, ScoresEveryStep ? input.LengthOf(lane) : 1);
            reader.Read(input.Set, input.SampleOf(lane), labels.AsSpan(first, count), weights.AsSpan(first, count));
        }
    }

    public bool Scores(int step) => ScoresEveryStep || step == input.Steps - 1;

    bool IShardOutput.Wants(int step) => Scores(step);

    void IShardOutput.Write(int step, ReadOnlySpan<float> output)
    {
        WriteGradient(step, output, unusedGradient);
        if (!double.IsFinite(Result.LossSum))
            throw NotFinite.Output(model, PlaceOf(step, output));
        if (Measures is null)
            return;
        if (loss.UsesLabels)
            Measures.AddClasses(output, laneLabels, lanePredictions, laneWeights);
        else
            Measures.AddValues(PredictionsOf(step, output), unit!.TargetsAt(step), laneWeights);
    }

    public void WriteGradient(int step, ReadOnlySpan<float> output, Span<float> gradient)
    {
        var values = loss.UsesLabels ? default : targets.At(step);
        var (count, weightSum, hasMissing) = (0, 0.0, false);
        for (var lane = 0; lane < input.Lanes; lane++)
        {
            var place = lane * input.Steps + (ScoresEveryStep ? step : 0);
            var isPresent = lane < input.Count && (!ScoresEveryStep || step < input.LengthOf(lane));
            var weight = isPresent ? weights[place] : 0;
            var mayMiss = weight != 0 && !loss.UsesLabels && input.Set.IsWeighted;
            var share = mayMiss ? TargetReader.PresentShare(values[lane..], input.Lanes) : 1;
            laneWeights[lane] = share == 0 ? 0 : weight * scale;
            laneLabels[lane] = weight == 0 ? 0 : labels[place];
            if (laneWeights[lane] == 0)
                continue;
            if (hasTargetRange)
                CheckTargets(values, lane, step);
            count++;
            weightSum += weight * share;
            hasMissing |= share < 1;
        }

        var batch = new LossBatch
        {
            Outputs = outputs,
            Lanes = input.Lanes,
            Logits = output,
            Labels = loss.UsesLabels ? laneLabels : [],
            Targets = values,
            HasMissingTargets = hasMissing,
            Weights = laneWeights,
            Gradient = gradient,
        };
        var lossSum = loss.WriteGradient(batch);
        Result += new ShardResult(lossSum, weightSum, loss.UsesLabels ? CountCorrect(output) : 0, count);
    }

    void CheckTargets(ReadOnlySpan<float> values, int lane, int step)
    {
        for (var output = 0; output < outputs; output++)
        {
            if (values[output * input.Lanes + lane] is var target && !loss.Takes(target))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Sequence {input.SampleOf(lane)}, step {step}: {loss.Refusal(target, output)}"));
            }
        }
    }

    /// <summary>The predictions of one step, which overflow where logits need not.</summary>
    ReadOnlySpan<float> PredictionsOf(int step, ReadOnlySpan<float> output)
    {
        var predictions = unit!.PredictionsOf(output);
        for (var lane = 0; lane < input.Count; lane++)
        {
            if (laneWeights[lane] != 0 && !IsFinite(lane, predictions))
                throw NotFinite.Output(model, PlaceOf(step, predictions));
        }

        return predictions;
    }

    int CountCorrect(ReadOnlySpan<float> output)
    {
        var correct = 0;
        for (var lane = 0; lane < input.Count; lane++)
        {
            if (laneWeights[lane] == 0)
                continue;
            lanePredictions[lane] = Predicted(output, lane);
            if (lanePredictions[lane] == laneLabels[lane])
                correct++;
        }

        return correct;
    }

    int Predicted(ReadOnlySpan<float> output, int lane)
    {
        var predicted = 0;
        for (var row = 1; row < outputs; row++)
        {
            if (output[row * input.Lanes + lane] > output[predicted * input.Lanes + lane])
                predicted = row;
        }

        return predicted;
    }

    string PlaceOf(int step, ReadOnlySpan<float> output)
    {
        var lane = 0;
        while (lane < input.Count - 1 && IsFinite(lane, output))
            lane++;
        return $" in step {step} of sequence {input.SampleOf(lane)}";
    }

    bool IsFinite(int lane, ReadOnlySpan<float> output)
    {
        for (var at = lane; at < output.Length; at += input.Lanes)
        {
            if (!float.IsFinite(output[at]))
                return false;
        }

        return true;
    }
}
