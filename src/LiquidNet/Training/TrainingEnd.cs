namespace LiquidNet.Training;

/// <summary>Why a training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs are complete.</summary>
    AllEpochs,

    /// <summary>The metric has not improved for some epochs: <see cref="TrainerOptions.EarlyStopping"/>.</summary>
    EarlyStopping,

    /// <summary>The caller cancelled it.</summary>
    Cancellation,
}
