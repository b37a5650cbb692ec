using LiquidNet.Cells;
using LiquidNet.Solvers;

namespace LiquidNet.Import;

/// <summary>What a checkpoint of ncps does not say about its model.</summary>
public sealed record NcpsOptions
{
    /// <summary>What the names of the model's tensors begin with, such as <c>model_state_dict.rnn.</c></summary>
    /// <value>Default: null, which finds the only model of the file.</value>
    public string? Prefix { get; init; }

    /// <summary>For an LTC: how many unfolds a time step has (<c>ode_unfolds</c>).</summary>
    /// <value>Default: 6, as in ncps.</value>
    public UnfoldPolicy Unfolds { get; init; } = 6;

    /// <summary>For an LTC: how conductances are kept positive (<c>implicit_param_constraints</c>; false there is explicit).</summary>
    /// <value>
    /// Default: null. Then implicit where a stored conductance is negative, which explicit ones never are; where none is, the file fits
    /// both, and loading asks for this option.
    /// </value>
    public LtcConstraints? Constraints { get; init; }

    /// <summary>For an LTC without an output mapping: how many of its neurons are motor neurons.</summary>
    /// <value>Default: null, which takes it from the output mapping.</value>
    public int? MotorNeurons { get; init; }

    /// <summary>For an LTC: <c>epsilon</c>.</summary>
    /// <value>Default: 1e-8, as in ncps.</value>
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>For a CfC with two heads: whether they are blended, or the second only added (<c>mode="no_gate"</c>).</summary>
    /// <value>Default: <see cref="CfcMode.Default"/>, as in ncps. A pure CfC is recognised by its tensors.</value>
    public CfcMode Mode { get; init; }

    /// <summary>For a CfC with a backbone: its activation (<c>activation</c>).</summary>
    /// <value>Default: <see cref="Activation.LecunTanh"/>, as in ncps.</value>
    public Activation Activation { get; init; } = Activation.LecunTanh;

    /// <summary>For a CfC with a backbone: its dropout rate (<c>backbone_dropout</c>), which acts in training only.</summary>
    /// <value>Default: 0, as in ncps.</value>
    public float Dropout { get; init; }
}
