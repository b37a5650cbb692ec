using LiquidNet.Cells.Blocks;
using LiquidNet.Checks;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>
/// Closed-form continuous-time cell: instead of solving a liquid time-constant equation step by step, it evaluates an approximate solution
/// directly, for any timespan.
/// </summary>
/// <remarks>
/// <para>A backbone of dense layers turns input and state into features <c>z</c>. Two heads read them, and a gate that depends on the
/// elapsed time <c>dt</c> blends the two. Every map has a bias, which the formulas leave out:</para>
/// <code>
/// z = backbone([x, h])       f1 = tanh(ff1 z)    f2 = tanh(ff2 z)    s = sigmoid(dt time_a z + time_b z)
/// Default: h' = (1 - s) f1 + s f2       NoGate: h' = f1 + s f2
/// Pure:    h' = A - A exp(-dt (|w_tau| + |ff1 z|)) ff1 z
/// </code>
/// <para>Input [samples x features], state [samples x units], output [samples x units] or [samples x <see cref="ProjectionSize"/>].
/// Timespans may differ per sample; their unit is the one used in training. A timespan of zero does not keep the state: the next state is a
/// function of input, state and time, not a step away from the state. Where all timespans of a shard of a batch are equal, the two matrices
/// of the gate are combined beforehand, which saves a quarter of the work and changes the result by rounding only.</para>
/// <para>Whatever the input, each state lies within plus and minus 1 (Default) or 2 (NoGate) with <see cref="CfcSemantics.Torch"/>, and
/// 1.7159 or 3.4318 with <see cref="CfcSemantics.PaperTf"/>; with <see cref="CfcSemantics.Keras"/> it is unbounded. In Pure mode its
/// magnitude is at most <c>|A| (1 + 1 / (e dt))</c>, which grows without bound as the timespan goes to zero.</para>
/// <para>Parameters are named as in <c>ncps.torch</c>: <c>ff1.weight</c> [features x units] and <c>ff1.bias</c> [units], likewise
/// <c>ff2</c>, <c>time_a</c>, <c>time_b</c>, <c>fc</c> (the projection) and <c>backbone.0</c>, <c>backbone.1</c> ...; <c>w_tau</c> and
/// <c>A</c> [units]. One difference: backbone names count dense layers only, whereas ncps also counts activations and dropouts.
/// <c>backbone.1</c> here is <c>backbone.2</c> there.</para>
/// <para>Hasani et al., "Closed-form continuous-time neural networks", Nature Machine Intelligence 2022 (equation 10 of the preprint
/// arXiv:2106.13898). The default is the model of <c>ncps.torch</c>; <see cref="Semantics"/> selects that of <c>ncps.keras</c> or of the
/// paper's TensorFlow code. Initialisation as in <c>ncps.torch</c> (Glorot for weights, uniform for biases), except that <c>A</c> starts at
/// 1, as in the paper's code.</para>
/// </remarks>
public sealed class CfcCell : LiquidCell
{
    readonly Lazy<Maps> maps;

    /// <summary>Creates a cell.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Neurons; at least 1.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public CfcCell(int inputSize, int units, int seed = 0)
        : base(inputSize, units, units)
    {
        maps = new(() => CreateMaps(seed));
    }

    /// <inheritdoc/>
    public override string Name => "CfC";

    /// <summary>Which closed form the cell computes.</summary>
    /// <value>Default: <see cref="CfcMode.Default"/>, the full model.</value>
    public CfcMode Mode { get; init; }

    /// <summary>Which of the published models the cell computes.</summary>
    /// <value>Default: <see cref="CfcSemantics.Torch"/>.</value>
    public CfcSemantics Semantics { get; init; }

    /// <summary>Where the time gates stand before training, for timespans that carry information; null for biases close to zero.</summary>
    /// <value>Default: null, as in ncps. Only modes other than <see cref="CfcMode.Pure"/> have gates; the first use of a cell in that mode
    /// with gates throws an <see cref="InvalidOperationException"/>.</value>
    public CfcTimeGates? TimeGates { get; init; }

    /// <summary>Output features of each backbone layer.</summary>
    /// <value>At least 1. Default: 128, as in ncps.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int BackboneUnits { get; init => field = Require.Size(value, nameof(value)); } = 128;

    /// <summary>Number of dense layers in the backbone; with none, the heads read input and state directly.</summary>
    /// <value>At least 0. Default: 1, as in ncps.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0.</exception>
    public int BackboneLayers
    {
        get;
        init => field = Require.AtLeast(value, 0, "The number of backbone layers", "the heads need none", nameof(value));
    } = 1;

    /// <summary>The activation of every backbone layer.</summary>
    /// <value>Default: <see cref="Activation.LecunTanh"/>, as in ncps.</value>
    public Activation Activation { get; init; } = Activation.LecunTanh;

    /// <summary>Dropout rate: the probability with which training zeroes each feature that a backbone layer gives.</summary>
    /// <value>From 0 to below 1. Default: 0, as in <c>ncps.torch</c>.</value>
    /// <remarks>Applied after every backbone layer, as in the paper's code. <c>ncps.torch</c> skips the first layer, so with a single layer
    /// it drops nothing.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public float Dropout { get; init => field = Require.Share(value, "A dropout rate"); }

    /// <summary>Size of the output after a linear projection of the state, or null to output the state itself.</summary>
    /// <value>At least 1, or null. Default: null.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? ProjectionSize { get; init => field = value is { } size ? Require.Size(size, nameof(value)) : null; }

    /// <inheritdoc/>
    public override int OutputSize => ProjectionSize ?? StateSize;

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var features = Concatenate(input, state);
        foreach (var layer in maps.Value.Backbone)
            features = SignalFunctions.Dropout(Activation.Of(layer.Of(features)), Dropout);
        return maps.Value.Form.Next(features, timespan);
    }

    /// <inheritdoc/>
    public override Signal Output(Signal state) => maps.Value.Projection?.Of(state) ?? state;

    Maps CreateMaps(int seed)
    {
        var backbone = new LinearMap[BackboneLayers];
        var features = Require.Size((long)InputSize + StateSize, nameof(InputSize));
        for (var layer = 0; layer < backbone.Length; layer++)
        {
            backbone[layer] = LinearMap.Glorot($"backbone.{layer}", features, BackboneUnits, seed);
            features = BackboneUnits;
        }

        return new Maps(
            backbone,
            ClosedForm.Create(new(Mode, Semantics, TimeGates), prefix: "", Weights, Weights, seed),
            ProjectionSize is { } size ? LinearMap.Glorot("fc", StateSize, size, seed) : null);

        Parameter Weights(string name) => Parameter.Glorot(name, features, StateSize, seed);
    }

    /// <summary>The parameters, which the options decide about and which are therefore created on first use.</summary>
    sealed record Maps(LinearMap[] Backbone, ClosedForm Form, LinearMap? Projection);
}
