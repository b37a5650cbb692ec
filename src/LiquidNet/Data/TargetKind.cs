namespace LiquidNet.Data;

/// <summary>What is known about a sequence: the truth a model learns to tell.</summary>
public enum TargetKind
{
    /// <summary>Nothing is known; the sequence can be run, not learned from.</summary>
    None,

    /// <summary>One class after the last step.</summary>
    Label,

    /// <summary>A class at every step.</summary>
    Labels,

    /// <summary>Values [outputs] after the last step.</summary>
    Target,

    /// <summary>Values [time x outputs] at every step.</summary>
    Targets,
}
