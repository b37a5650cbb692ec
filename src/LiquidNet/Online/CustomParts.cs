using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Parts of a learner that exist in code alone, for where it is loaded: a file knows those of the library, and of others the text
/// that they print, by which they are recognised.</summary>
public sealed record CustomParts
{
    /// <summary>A loss of one's own.</summary>
    /// <value>Default: null, the learner has none.</value>
    public Loss? Loss { get; init; }

    /// <summary>An optimiser of one's own.</summary>
    /// <value>Default: null, the learner has none.</value>
    public Optimizer? Optimizer { get; init; }

    /// <summary>A clipping of one's own.</summary>
    /// <value>Default: null, the learner has none.</value>
    public GradientClipping? Clipping { get; init; }
}
