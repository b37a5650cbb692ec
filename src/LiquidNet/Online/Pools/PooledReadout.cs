using LiquidNet.Checks;
using LiquidNet.Kernels;
using LiquidNet.Runs;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Runs the learners of a pool, one at a time: the cell that they share, and the readout of each.</summary>
sealed class PooledReadout
{
    readonly LiquidNetwork network;
    readonly CompiledModel model;
    readonly StreamStep step;
    readonly StatelessRun features;
    readonly StatelessRun? predictions;
    readonly OnlineLoss loss;
    readonly LearnerOrigin origin;
    readonly double[] begun;
    readonly double[] inputs;
    readonly float[] logits;
    LeastSquaresFilter? filter;

    /// <summary>Takes the parameters as they are.</summary>
    public PooledReadout(LiquidNetwork network, UnitOfTime unit)
    {
        this.network = network.CheckedForStreams(nameof(network));
        model = network.Model;
        var affine = AffineReadout.OfValues(network);
        var (output, weights, bias) = affine;
        Require.Size(
            (weights.Rows + 1L) * (weights.Rows + 1L), nameof(network),
            $"The covariance of the readout's {weights.Rows} inputs and its bias");
        step = new StreamStep(model, copiesParameters: true);
        origin = new(model.Name, model.Fingerprint, FrozenFingerprint.Of(network.Parameters, affine), unit.Ticks);
        features = new StatelessRun(output, model.StateSize, lanes: 1, copiesParameters: true);
        features.Prepare();
        predictions = model.CreateActivationRun(lanes: 1, copiesParameters: true);
        predictions?.Prepare();
        loss = new OnlineLoss(network, new MeanSquaredError());
        inputs = new double[weights.Rows + 1];
        inputs[^1] = 1;
        logits = new float[model.OutputSize];
        begun = new double[inputs.Length * model.OutputSize];
        for (var at = 0; at < begun.Length; at++)
        {
            var (of, input) = Math.DivRem(at, inputs.Length);
            begun[at] = input < weights.Rows ? weights.Storage[of * weights.Rows + input] : bias.Storage[of];
        }
    }

    PooledReadout(PooledReadout other)
    {
        (network, model, origin, begun) = (other.network, other.model, other.origin, other.begun);
        (step, features, predictions) = (other.step.Fork(), other.features.Fork(), other.predictions?.Fork());
        loss = new OnlineLoss(network, new MeanSquaredError());
        (inputs, logits) = (new double[other.inputs.Length], new float[model.OutputSize]);
        inputs[^1] = 1;
    }

    /// <summary>The memory for another thread, with the parameters that this one has seen.</summary>
    public PooledReadout Fork() => new(this);

    /// <summary>The memory of one learner.</summary>
    public long BytesPerLearner =>
        sizeof(float) * model.StateSize + sizeof(double) * (begun.LongLength + (long)inputs.Length * inputs.Length);

    /// <summary>A learner that has seen nothing.</summary>
    public PooledLearner Create(double forgetting, double initial)
    {
        var learner = new PooledLearner(
            new float[model.StateSize], [.. begun], new double[inputs.Length * inputs.Length]);
        Filter(forgetting, initial).Begin(learner.Covariance);
        return learner;
    }

    /// <summary>Refuses a reading that the model does not take.</summary>
    public void Check(ReadOnlySpan<float> input, float elapsed) => step.Check(input, elapsed);

    /// <summary>Why the model does not take a reading of the right size.</summary>
    public Refusal RefusalOf(ReadOnlySpan<float> input, float elapsed) => step.RefusalOf(input, elapsed);

    /// <summary>Takes a reading that has been checked.</summary>
    /// <exception cref="ArithmeticException">The next state or the prediction is not finite; the learner is what it was.</exception>
    public void Observe(PooledLearner learner, ReadOnlySpan<float> input, float elapsed, Span<float> prediction)
    {
        if (!TryObserve(learner, input, elapsed, prediction))
            throw NotFinite.Output(model, place: "");
    }

    /// <summary>Takes a reading that has been checked.</summary>
    /// <returns>Whether state and prediction are finite; if not, the learner is what it was, and no prediction is written.</returns>
    public bool TryObserve(PooledLearner learner, ReadOnlySpan<float> input, float elapsed, Span<float> prediction)
    {
        learner.State.CopyTo(step.State);
        if (!step.TryAdvance(input, elapsed))
            return false;
        WriteLogits(learner, step.State);
        ReadOnlySpan<float> given = logits;
        if (predictions is not null)
        {
            logits.CopyTo(predictions.Input);
            given = predictions.Run();
        }

        if (!Finite.All(given))
            return false;
        step.State.CopyTo(learner.State);
        given.CopyTo(prediction);
        return learner.IsTargetDue = true;
    }

    /// <summary>Refuses target values that no learner can take.</summary>
    /// <exception cref="ArgumentException">Another number of values, or an infinite one.</exception>
    public void CheckTarget(ReadOnlySpan<float> target) => _ = loss.Take(target);

    /// <summary>Learns from the target of the last reading.</summary>
    public double Correct(PooledLearner learner, double forgetting, double initial, ReadOnlySpan<float> target)
    {
        if (!learner.IsTargetDue)
            throw new InvalidOperationException("There is no observation to correct: each one takes one target, after Observe.");
        if (!loss.Take(target))
            return double.NaN;
        learner.IsTargetDue = false;
        var added = WriteLogits(learner, learner.State);
        var value = loss.Compare(logits);
        if (double.IsFinite(value) && !loss.HasMissing)
            Filter(forgetting, initial).TryLearn(learner.Covariance, learner.Solution, inputs, loss.Targets, added);
        return value;
    }

    /// <summary>How many bytes a learner takes where it is written.</summary>
    public int SnapshotSize => LearnerBlob.SizeOf(model.StateSize, begun.LongLength + inputs.LongLength * inputs.Length);

    /// <summary>Writes a learner to memory of <see cref="SnapshotSize"/> bytes.</summary>
    public void Write(PooledLearner learner, Span<byte> bytes) => LearnerBlob.Write(origin, learner, bytes);

    /// <summary>A learner that was written.</summary>
    /// <exception cref="InvalidDataException">It is none, damaged, or of another network or unit of time.</exception>
    public PooledLearner Read(ReadOnlySpan<byte> bytes)
    {
        var learner = new PooledLearner(new float[model.StateSize], new double[begun.Length], new double[inputs.Length * inputs.Length]);
        LearnerBlob.Read(bytes, origin, learner);
        return learner;
    }

    /// <summary>Reads out a state by a learner's own weights.</summary>
    /// <returns>What was added to each logit whatever the weights are; empty where nothing was.</returns>
    ReadOnlySpan<float> WriteLogits(PooledLearner learner, ReadOnlySpan<float> state)
    {
        state.CopyTo(features.Input);
        var output = features.Run();
        var added = output[(inputs.Length - 1)..];
        for (var at = 0; at < inputs.Length - 1; at++)
            inputs[at] = output[at];
        for (var of = 0; of < logits.Length; of++)
        {
            var learned = LeastSquaresFilter.Dot(learner.Solution.AsSpan(of * inputs.Length, inputs.Length), inputs);
            logits[of] = (float)(learned + (added.IsEmpty ? 0 : added[of]));
        }

        return added;
    }

    LeastSquaresFilter Filter(double forgetting, double initial) =>
        filter ??= new LeastSquaresFilter(inputs.Length, model.OutputSize, forgetting, initial);
}
