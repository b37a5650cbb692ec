using LiquidNet.Cells;
using LiquidNet.Solvers;

namespace LiquidNet.Import;

/// <summary>What a checkpoint of ncps leaves open about its model.</summary>
public sealed record NcpsOptions
{
    /// <summary>The prefix of the names of the tensors of the model, such as <c>model_state_dict.rnn.</c></summary>
    /// <value>Default: null, which takes the only model in the file.</value>
    public string? Prefix { get; init; }

    /// <summary>For an LTC: the number of unfolds per time step (<c>ode_unfolds</c>).</summary>
    /// <value>Default: 6, as in ncps.</value>
    public UnfoldPolicy Unfolds { get; init; } = 6;

    /// <summary>For an LTC: how conductances are kept positive (<c>implicit_param_constraints</c>, where false means explicit).</summary>
    /// <value>
    /// Default: null, which means implicit if a stored conductance is negative, as explicit ones never are. If none is, the file fits both,
    /// and loading fails unless this option is set.
    /// </value>
    public LtcConstraints? Constraints { get; init; }

    /// <summary>For an LTC without an output mapping: how many of its neurons are motor neurons.</summary>
    /// <value>Default: null, which takes it from the output mapping.</value>
    public int? MotorNeurons { get; init; }

    /// <summary>For an LTC: <c>epsilon</c>, see <see cref="LtcCell.Epsilon"/>.</summary>
    /// <value>Default: 1e-8, as in ncps.</value>
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>For a CfC with two heads: whether they are blended, or the second is added to the first (<c>mode="no_gate"</c>).</summary>
    /// <value>Default: <see cref="CfcMode.Default"/>, as in ncps. A pure CfC is recognised by its tensors.</value>
    public CfcMode Mode { get; init; }

    /// <summary>For a CfC with a backbone: its activation (<c>activation</c>).</summary>
    /// <value>Default: <see cref="Activation.LecunTanh"/>, as in ncps.</value>
    public Activation Activation { get; init; } = Activation.LecunTanh;

    /// <summary>For a CfC with a backbone: its dropout rate (<c>backbone_dropout</c>), which affects training only.</summary>
    /// <value>Default: 0, as in ncps.</value>
    public float Dropout { get; init; }
}
