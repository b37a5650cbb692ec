namespace LiquidNet.Data;

/// <summary>What is known about a sequence, for a model to learn: classes or values, after the last step or at every step.</summary>
public enum TargetKind
{
    /// <summary>Nothing is known; the sequence can be run, not learned from.</summary>
    None,

    /// <summary>One class after the last step.</summary>
    SequenceLabel,

    /// <summary>A class at every step.</summary>
    StepLabels,

    /// <summary>Values [outputs] after the last step.</summary>
    SequenceValues,

    /// <summary>Values [time x outputs] at every step.</summary>
    StepValues,
}
