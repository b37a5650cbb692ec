using LiquidNet.Checks;
using LiquidNet.Data;
using LiquidNet.Runs;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Compares the logits of one observation with its target.</summary>
sealed class OnlineLoss
{
    readonly CompiledModel model;
    readonly StatelessRun? transform;
    readonly float[] given;
    readonly float[] targets;
    readonly float[] gradient;
    readonly int[] labels = new int[1];
    readonly float[] weight = new float[1];

    public OnlineLoss(LiquidNetwork network, Loss loss)
    {
        Loss = loss;
        loss.CheckFits(network);
        model = network.Model;
        transform = model.CreateTargetRun(lanes: 1);
        given = new float[model.TargetSize];
        targets = new float[model.OutputSize];
        gradient = new float[model.OutputSize];
    }

    /// <summary>How wrong an output is.</summary>
    public Loss Loss { get; }

    /// <summary>The gradient with respect to the logits [OutputSize], after <see cref="Compare"/>.</summary>
    public ReadOnlySpan<float> Gradient => gradient;

    /// <summary>The target values in the unit of the logits [OutputSize]; <c>NaN</c> where one is missing.</summary>
    public ReadOnlySpan<float> Targets => targets;

    /// <summary>Whether one of the target values is missing.</summary>
    public bool HasMissing { get; private set; }

    /// <summary>Takes target values.</summary>
    /// <returns>Whether there is one that is not missing.</returns>
    public bool Take(ReadOnlySpan<float> target)
    {
        if (Loss.UsesLabels)
        {
            throw new InvalidOperationException(
                $"{Loss.GetType().Name} compares with a label, not with {Counted.Of(target.Length, "target value")}: give Correct the "
                + "class, an int.");
        }

        if (target.Length != given.Length)
        {
            throw new ArgumentException(
                $"The network learns {Counted.Of(given.Length, "value")} but got {Counted.Of(target.Length, "target value")}.",
                nameof(target));
        }

        var present = 0;
        foreach (var value in target)
        {
            if (float.IsInfinity(value))
                throw new ArgumentException("Target values must be finite, or NaN where one is missing.", nameof(target));
            present += float.IsNaN(value) ? 0 : 1;
        }

        HasMissing = present < target.Length;
        weight[0] = (float)target.Length / Math.Max(1, present);
        target.CopyTo(given);
        if (transform is null)
            target.CopyTo(targets);
        else
            Transform();
        for (var output = 0; output < targets.Length; output++)
        {
            if (!Loss.Takes(targets[output]))
                throw new ArgumentException($"The {Loss.Refusal(targets[output], output)}", nameof(target));
        }

        return present > 0;
    }

    /// <summary>Takes a label.</summary>
    /// <returns>Whether it is not missing.</returns>
    public bool Take(int label)
    {
        if (!Loss.UsesLabels)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{label} is a label, and {Loss.GetType().Name} compares with target values: write Correct([{label}]) for a value."));
        }

        if (label == Sequence.MissingLabel)
            return false;
        if ((uint)label >= (uint)targets.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(label), label,
                $"The network knows classes 0 to {targets.Length - 1}, and {Sequence.MissingLabel} for one that is not known.");
        }

        labels[0] = label;
        weight[0] = Loss.WeightOf(label);
        return true;
    }

    /// <summary>The loss of logits against the target that was taken last.</summary>
    public double Compare(ReadOnlySpan<float> logits) => Loss.WriteGradient(new LossBatch
    {
        Outputs = gradient.Length,
        Lanes = 1,
        Logits = logits,
        Labels = Loss.UsesLabels ? labels : [],
        Targets = Loss.UsesLabels ? [] : targets,
        HasMissingTargets = HasMissing && !Loss.UsesLabels,
        Weights = weight,
        Gradient = gradient,
    });

    void Transform()
    {
        transform!.Prepare();
        given.CopyTo(transform.Input);
        var compared = transform.Run();
        for (var output = 0; output < targets.Length; output++)
        {
            var value = given[output / (targets.Length / given.Length)];
            if (float.IsFinite(value) && !float.IsFinite(compared[output]))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"The readout makes {compared[output]} of target value {value}, which no loss can compare with."));
            }
        }

        compared.CopyTo(targets);
    }
}
