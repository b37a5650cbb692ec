namespace LiquidNet.Training;

/// <summary>Why a training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs are done.</summary>
    AllEpochs,

    /// <summary>The validation loss has not become lower for some epochs: <see cref="TrainerOptions.EarlyStopping"/>.</summary>
    EarlyStopping,

    /// <summary>The caller cancelled it.</summary>
    Cancellation,
}
