namespace LiquidNet.Data;

/// <summary>What a model is to learn about a sequence: classes or values, after the last step or at every step.</summary>
public enum TargetKind
{
    /// <summary>No target: the sequence can be run but not learned from.</summary>
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
