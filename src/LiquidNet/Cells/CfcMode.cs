namespace LiquidNet.Cells;

/// <summary>Which closed form a CfC cell computes from its heads <c>f1, f2</c> and its gate <c>s</c>.</summary>
/// <remarks>Hasani et al., "Closed-form continuous-time neural networks", Nature Machine Intelligence 2022: the models of its table of variants.</remarks>
public enum CfcMode
{
    /// <summary>The gate blends the two heads, <c>h' = (1 - s) f1 + s f2</c>: the paper's CfC, equation 10.</summary>
    Default,

    /// <summary>The gate only weighs the second head, <c>h' = f1 + s f2</c>: the paper's CfC-noGate.</summary>
    NoGate,

    /// <summary>
    /// The approximate solution of the LTC equation itself, <c>h' = A - A exp(-dt (|w_tau| + |f|)) f</c>: the paper's Cf-S, equation 2.
    /// </summary>
    Pure,
}
