namespace LiquidNet.Training;

/// <summary>Thrown when training has produced a number that is not finite, or has started from one; the message says which parameters the
/// network has now.</summary>
public sealed class TrainingDivergedException : ArithmeticException
{
    readonly string what;

    /// <summary>Says where training diverged.</summary>
    /// <param name="epoch">The epoch, counted from 1.</param>
    /// <param name="batch">The batch in the epoch, counted from 1.</param>
    /// <param name="parameterName">The first parameter concerned, or null where it is the loss.</param>
    /// <param name="what">What is not finite: "the loss", for example.</param>
    /// <param name="inner">What was noticed first, or null.</param>
    internal TrainingDivergedException(int epoch, int batch, string? parameterName, string what, Exception? inner = null)
        : base(message: null, inner)
    {
        this.what = what;
        Epoch = epoch;
        Batch = batch;
        ParameterName = parameterName;
    }

    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch in the epoch, counted from 1.</summary>
    public int Batch { get; }

    /// <summary>The first parameter whose values, gradient, new values or optimiser state are not finite; null if it is the loss or an
    /// output.</summary>
    public string? ParameterName { get; }

    /// <summary>The epoch whose parameters were restored (<see cref="TrainerOptions.RestoreBest"/>), counted from 1; otherwise
    /// null.</summary>
    public int? RestoredEpoch { get; internal set; }

    /// <summary>Whether the parameter was not finite before the step, so that no step of training can mend it.</summary>
    internal bool BeganNotFinite { get; init; }

    /// <inheritdoc/>
    public override string Message =>
        $"Training diverged in epoch {Epoch}, batch {Batch}: {what} is not finite. The parameters are those "
        + (RestoredEpoch is { } best ? $"of epoch {best}, the best on the validation set" : "after the last whole step")
        + (BeganNotFinite
            ? ". Restore or replace the value before training."
            : ". Lower the learning rate, or clip gradients by their norm.");
}
