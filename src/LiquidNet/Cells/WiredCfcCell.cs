using LiquidNet.Cells.Blocks;
using LiquidNet.Checks;
using LiquidNet.Equations;
using LiquidNet.Wirings;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>
/// Closed-form continuous-time cell whose neurons are connected by a wiring: each layer of neurons is a CfC without a backbone.
/// </summary>
/// <remarks>
/// <para>Per layer, where <c>z</c> holds the inputs and states that have synapses to the layer: earlier layers after this step, all others
/// before it:</para>
/// <code>
/// f1 = tanh(ff1 z)    f2 = tanh(ff2 z)    s = sigmoid(dt time_a z + time_b z)    h' = (1 - s) f1 + s f2
/// </code>
/// <para>and likewise in the other modes of <see cref="CfcCell"/>. An input thus reaches a motor neuron within one step.</para>
/// <para>Input [samples x features]; state [samples x units], layer by layer (in a neural circuit policy inter, command, motor), which is
/// not the order of the neuron ids; output [samples x motor neurons] or [samples x <see cref="ProjectionSize"/>]. A timespan of zero does
/// not keep the state. A state is bounded as in <see cref="CfcCell"/>.</para>
/// <para>Parameters are named as in <see cref="CfcCell"/>, prefixed with the layer: <c>command.ff1.weight</c>.</para>
/// <para>Hasani et al., "Closed-form continuous-time neural networks", Nature Machine Intelligence 2022; the wirings are those of
/// Lechner et al., "Neural circuit policies enabling auditable autonomy", Nature Machine Intelligence 2020. The models of ncps leave part
/// of the wiring unused; they are available as other values of <see cref="Form"/>.</para>
/// </remarks>
public sealed class WiredCfcCell : LiquidCell
{
    readonly Lazy<Maps> maps;

    /// <summary>Creates a cell and builds its wiring.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="wiring">The neurons and how they connect.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <exception cref="ArgumentNullException">The wiring is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The wiring cannot be built for this number of inputs.</exception>
    public WiredCfcCell(int inputSize, WiringSpecification wiring, int seed = 0)
        : this((wiring ?? throw new ArgumentNullException(nameof(wiring))).Build(inputSize), seed)
    {
    }

    /// <summary>Creates a cell with a finished wiring.</summary>
    /// <param name="wiring">The inputs and neurons and how they connect.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <exception cref="ArgumentNullException">The wiring is null.</exception>
    public WiredCfcCell(Wiring wiring, int seed = 0)
        : base((wiring ?? throw new ArgumentNullException(nameof(wiring))).Inputs, wiring.Units, wiring.Outputs)
    {
        Wiring = wiring;
        maps = new(() => CreateMaps(seed));
    }

    /// <inheritdoc/>
    public override string Name => "wired CfC";

    /// <inheritdoc/>
    public override Wiring Wiring { get; }

    /// <summary>Which closed form each layer computes.</summary>
    /// <value>Default: <see cref="CfcMode.Default"/>.</value>
    public CfcMode Mode { get; init; }

    /// <summary>Where the time gates of each layer stand before training, for timespans that carry information; null for biases close to
    /// zero.</summary>
    /// <value>Default: null, as in ncps. Only modes other than <see cref="CfcMode.Pure"/> have gates; the first use of a cell in that mode
    /// with gates throws an <see cref="InvalidOperationException"/>.</value>
    public CfcTimeGates? TimeGates { get; init; }

    /// <summary>How the weights follow the wiring.</summary>
    /// <value>Default: <see cref="WiredCfcForm.Sparse"/>, which uses all of it.</value>
    public WiredCfcForm Form { get; init; }

    /// <summary>Size of the output after a linear projection of the motor neurons, or null to output their states.</summary>
    /// <value>At least 1, or null. Default: null.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? ProjectionSize { get; init => field = value is { } size ? Require.Size(size, nameof(value)) : null; }

    /// <inheritdoc/>
    public override int OutputSize => ProjectionSize ?? MotorSize;

    ClosedFormOptions Options => new(Mode, Form == WiredCfcForm.Keras ? CfcSemantics.Keras : CfcSemantics.Torch, TimeGates);

    int MotorSize => Form == WiredCfcForm.Ncps ? Wiring.Layers[^1].Count : Wiring.Outputs;

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var states = Split(state);
        for (var layer = 0; layer < states.Length; layer++)
            states[layer] = maps.Value.Layers[layer].Next(input, states, timespan);
        return Concatenate(states);
    }

    /// <inheritdoc/>
    public override Signal Output(Signal state)
    {
        var motor = Form == WiredCfcForm.Ncps ? Split(state)[^1] : MotorNeurons(Split(state));
        return maps.Value.Projection?.Of(motor) ?? motor;
    }

    /// <summary>The states of each layer.</summary>
    Signal[] Split(Signal state)
    {
        var states = new Signal[Wiring.Layers.Count];
        var row = 0;
        for (var layer = 0; layer < states.Length; row += Wiring.Layers[layer++].Count)
            states[layer] = Slice(state, row, Wiring.Layers[layer].Count);
        return states;
    }

    /// <summary>The states of neurons 0 to outputs - 1, whichever layers they are in.</summary>
    Signal MotorNeurons(Signal[] states) => Concatenate(
        [.. Wiring.Layers.Zip(states)
            .Where(layer => layer.First.First < Wiring.Outputs)
            .OrderBy(layer => layer.First.First)
            .Select(layer => Slice(layer.Second, 0, Math.Min(layer.First.Count, Wiring.Outputs - layer.First.First)))]);

    Maps CreateMaps(int seed)
    {
        var layers = new WiredCfcLayer[Wiring.Layers.Count];
        for (var layer = 0; layer < layers.Length; layer++)
            layers[layer] = new WiredCfcLayer(Wiring, layer, Form, Options, seed);
        return new Maps(layers, ProjectionSize is { } size ? LinearMap.Glorot("fc", MotorSize, size, seed) : null);
    }

    /// <summary>The parameters, which the options decide about and which are therefore created on first use.</summary>
    sealed record Maps(WiredCfcLayer[] Layers, LinearMap? Projection);
}
