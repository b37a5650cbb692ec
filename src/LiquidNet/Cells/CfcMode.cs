namespace LiquidNet.Cells;

/// <summary>Which closed form a CfC cell computes from its heads <c>f1</c> and <c>f2</c> and its gate <c>s</c>.</summary>
/// <remarks>
/// Hasani et al., "Closed-form continuous-time neural networks", Nature Machine Intelligence 2022; equation numbers are those of the
/// preprint, arXiv:2106.13898.
/// </remarks>
public enum CfcMode
{
    /// <summary>The gate blends the two heads, <c>h' = (1 - s) f1 + s f2</c>: the paper's CfC, equation 10.</summary>
    Default,

    /// <summary>The gate weights the second head only, <c>h' = f1 + s f2</c>: the paper's CfC-noGate.</summary>
    NoGate,

    /// <summary>
    /// The approximate solution of the LTC equation itself, <c>h' = A - A exp(-dt (|w_tau| + |f|)) f</c>, with a single head and no
    /// gate: the paper's Cf-S.
    /// </summary>
    Pure,
}
