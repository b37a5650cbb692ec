using LiquidNet.Wirings;

namespace LiquidNet.Analysis.Diagrams;

/// <summary>The colours of all pictures, which readers with any colour vision tell apart.</summary>
/// <remarks>Okabe and Ito, "Color universal design", 2008. Polarity is told by a second sign in every picture.</remarks>
static class DiagramColors
{
    public const string Excitatory = "#0072B2";
    public const string Inhibitory = "#D55E00";
    public const string Current = "#009E73";
    public const string Text = "#333333";
    public const string Faint = "#BBBBBB";

    /// <summary>The colour that a neuron is filled with.</summary>
    public static string Of(NeuronKind kind) => kind switch
    {
        NeuronKind.Sensory => "#FFFFFF",
        NeuronKind.Inter => "#56B4E9",
        NeuronKind.Command => "#F0E442",
        NeuronKind.Motor => "#009E73",
        _ => "#CC79A7",
    };
}
