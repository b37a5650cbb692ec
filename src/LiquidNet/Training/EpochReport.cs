namespace LiquidNet.Training;

/// <summary>The progress of a training, during an epoch or at its end.</summary>
public sealed class EpochReport
{
    /// <summary>The epoch, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>How many epochs there will be at most.</summary>
    public required int Epochs { get; init; }

    /// <summary>How many batches of the epoch have been processed.</summary>
    public required int Batch { get; init; }

    /// <summary>How many batches an epoch has.</summary>
    public required int Batches { get; init; }

    /// <summary>The mean loss over the batches processed so far, each computed before its own update.</summary>
    public required double Loss { get; init; }

    /// <summary>The share of correct predictions over the batches processed so far, 0 to 1; null if targets are values.</summary>
    public required double? Accuracy { get; init; }

    /// <summary>The learning rate of the last step.</summary>
    public required float LearningRate { get; init; }

    /// <summary>The Euclidean norm of the last gradient, before clipping.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>The time since the epoch began, validation included.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Training sequences per second in this epoch, without the time for validation.</summary>
    public required double SequencesPerSecond { get; init; }

    /// <summary>The estimated time for the rest of the training, all epochs included, at the speed of this epoch.</summary>
    /// <value>No more than <see cref="TimeSpan.MaxValue"/>, which training with very many <see cref="Epochs"/> reaches.</value>
    public TimeSpan TimeLeft
    {
        get
        {
            var ticks = Elapsed.Ticks * (((double)(Epochs - Epoch) * Batches + Batches - Batch) / Batch);
            return ticks < TimeSpan.MaxValue.Ticks ? TimeSpan.FromTicks((long)ticks) : TimeSpan.MaxValue;
        }
    }

    /// <summary>The evaluation on the validation set; null during an epoch, or if there is no such set.</summary>
    public Evaluation? Validation { get; init; }

    /// <summary>Whether this is the report at the end of its epoch.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>
    /// For example <c>epoch 3/10, batch 391/391: loss 1.4142, accuracy 48.73 %, validation loss 1.5000, accuracy 46.10 %</c>, followed by
    /// <see cref="TrainerOptions.Metric"/> if that is another figure.
    /// </summary>
    public override string ToString()
    {
        var validation = Validation is null ? "" : $", validation {Validation.Line}";
        return $"epoch {Epoch}/{Epochs}, batch {Batch}/{Batches}: {Evaluation.Summary(Loss, Accuracy)}{validation}";
    }
}
