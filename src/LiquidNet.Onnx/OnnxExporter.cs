using Google.Protobuf;
using LiquidNet.Files;
using LiquidNet.Onnx.Models;
using Onnx;

namespace LiquidNet.Onnx;

/// <summary>Writes networks as ONNX models, with their present parameter values.</summary>
/// <remarks>
/// <para>A model uses only standard operators of opset 17 (IR version 8), accepts any batch size and length, and computes the same as
/// <see cref="LiquidNetwork.Forward(Data.Sequence)"/>, up to rounding. Its initializers have the names of the parameters; what depends only
/// on parameters is computed at export. Dropout is left out, as always outside training.</para>
/// <para>Every cell and readout can be exported, including custom ones, because their equations are what is exported. That includes
/// standardisation and the handling of missing values, which are <c>NaN</c> in ONNX too. The model does not check its inputs: it accepts
/// negative timespans, and those for which an explicit solver is unstable.</para>
/// <para>The metadata of the model contain cell, readout and unfolds as text and, if the network has them, <c>feature_names</c> and
/// <c>output_names</c> as JSON lists.</para>
/// <para>Values assigned to parameters are first moved to the nearest ones that their constraints allow, as when the network runs.</para>
/// </remarks>
public static class OnnxExporter
{
    /// <summary>Writes a model of one time step, without control flow: for streams, or for a loop in the calling program.</summary>
    /// <remarks>
    /// <para>Inputs: <c>input</c> [batch x InputSize], <c>timespan</c> [batch x 1] and <c>state</c> [batch x StateSize], zero at first.
    /// Outputs: <c>prediction</c> [batch x OutputSize], probabilities or values, and <c>next_state</c> [batch x StateSize].</para>
    /// <para>The unfolds of a step are unrolled, as many as the cell can take.</para>
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="path">The file, which replaces an old one only when it is complete; its folder must exist.</param>
    /// <param name="options">Options for the inputs of the model; null for the defaults.</param>
    /// <exception cref="ArgumentException">A parameter is not finite, the network reads in both directions, or an option is not possible;
    /// nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteStep(LiquidNetwork network, string path, OnnxOptions? options = null) =>
        Write(CreateStep(network, options), path);

    /// <summary>Writes a model of one time step, as <see cref="WriteStep(LiquidNetwork, string, OnnxOptions?)"/> does.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">Receives the model; stays open.</param>
    /// <param name="options">Options for the inputs of the model; null for the defaults.</param>
    /// <exception cref="ArgumentException">A parameter is not finite, the network reads in both directions, or an option is not possible;
    /// nothing is written.</exception>
    public static void WriteStep(LiquidNetwork network, Stream stream, OnnxOptions? options = null) =>
        Write(CreateStep(network, options), stream);

    /// <summary>Writes a model of whole sequences, with the loop over time inside.</summary>
    /// <remarks>
    /// <para>Inputs, time first: <c>inputs</c> [time x batch x InputSize], <c>timespans</c> [time x batch x 1], <c>initial_state</c>
    /// [batch x StateSize], usually zero, and, if <see cref="OnnxOptions.HasMask"/>, <c>mask</c> [time x batch x 1], true where a sequence
    /// has a step. Outputs: <c>predictions</c> [time x batch x OutputSize], probabilities or values after every step, and <c>last_state</c>
    /// [batch x StateSize].</para>
    /// <para>Padding comes after the last step of a sequence. It keeps the state, so the last prediction of a padded sequence is that after
    /// its last step. What depends only on inputs is computed for all steps at once, before the loop.</para>
    /// <para>In a network in both directions, the backward cell starts from the end of each sequence, not from its padding.</para>
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="path">The file, which replaces an old one only when it is complete; its folder must exist.</param>
    /// <param name="options">Options for the inputs of the model; null for the defaults.</param>
    /// <exception cref="ArgumentException">A parameter is not finite, or an option is not possible; nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteSequence(LiquidNetwork network, string path, OnnxOptions? options = null) =>
        Write(CreateSequence(network, options), path);

    /// <summary>Writes a model of whole sequences, as <see cref="WriteSequence(LiquidNetwork, string, OnnxOptions?)"/> does.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">Receives the model; stays open.</param>
    /// <param name="options">Options for the inputs of the model; null for the defaults.</param>
    /// <exception cref="ArgumentException">A parameter is not finite, or an option is not possible; nothing is written.</exception>
    public static void WriteSequence(LiquidNetwork network, Stream stream, OnnxOptions? options = null) =>
        Write(CreateSequence(network, options), stream);

    static ModelProto CreateStep(LiquidNetwork network, OnnxOptions? options) => options is { HasMask: true }
        ? throw new ArgumentException("A model of one step takes no mask: whoever calls it knows which steps there are.", nameof(options))
        : StepModel.Of(new(network, options ?? new()));

    static ModelProto CreateSequence(LiquidNetwork network, OnnxOptions? options) => SequenceModel.Of(new(network, options ?? new()));

    static void Write(ModelProto model, string path) => AtomicFile.Write(path, model.WriteTo);

    static void Write(ModelProto model, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        model.WriteTo(stream);
    }
}
