namespace LiquidNet.Samples;

/// <summary>What answers a stream: something to compare with, or a rule by which a network learns from it.</summary>
enum Rule
{
    /// <summary>The last value, again.</summary>
    Persistence,

    /// <summary>The network as the first part of the stream has left it.</summary>
    Frozen,

    /// <summary>Recursive least squares for the readout; the liquid as it was drawn.</summary>
    Rls,

    /// <summary>Backpropagation through the last step.</summary>
    Immediate,

    /// <summary>Backpropagation through a window.</summary>
    Tbptt,

    /// <summary>The influence of each parameter on the units that it acts on.</summary>
    Snap1,

    /// <summary>The influence of each parameter on all units.</summary>
    Rtrl,

    /// <summary>Several learners and persistence, weighted by their recent losses.</summary>
    Mixture,
}
