namespace LiquidNet.Training;

/// <summary>Training has left the range of finite numbers; the parameters are those after the last whole step.</summary>
public sealed class TrainingDivergedException : ArithmeticException
{
    /// <summary>Says where training diverged.</summary>
    /// <param name="epoch">The epoch, counted from 1.</param>
    /// <param name="batch">The batch in the epoch, counted from 1.</param>
    /// <param name="parameterName">The first parameter concerned, or null where it is the loss.</param>
    /// <param name="what">What is not finite: "the loss", for example.</param>
    /// <param name="inner">What was noticed first, or null.</param>
    internal TrainingDivergedException(int epoch, int batch, string? parameterName, string what, Exception? inner = null)
        : base(
            $"Training diverged in epoch {epoch}, batch {batch}: {what} is not finite. The parameters are those after the last whole " +
            "step. Lower the learning rate, or clip gradients by their norm.",
            inner)
    {
        Epoch = epoch;
        Batch = batch;
        ParameterName = parameterName;
    }

    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch in the epoch, counted from 1.</summary>
    public int Batch { get; }

    /// <summary>The first parameter whose gradient or new values are not finite; null where only the loss is not.</summary>
    public string? ParameterName { get; }
}
