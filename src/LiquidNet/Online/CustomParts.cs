using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>Custom parts of a learner, to be passed when it is loaded. A file can restore the parts of the library; of custom ones it only
/// holds the text of <c>ToString</c>, by which they are recognised.</summary>
public sealed record CustomParts
{
    /// <summary>A custom loss.</summary>
    /// <value>Default: null, if the learner has none.</value>
    public Loss? Loss { get; init; }

    /// <summary>A custom optimiser.</summary>
    /// <value>Default: null, if the learner has none.</value>
    public Optimizer? Optimizer { get; init; }

    /// <summary>Custom gradient clipping.</summary>
    /// <value>Default: null, if the learner has none.</value>
    public GradientClipping? Clipping { get; init; }
}
