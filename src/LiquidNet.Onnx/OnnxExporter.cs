using Google.Protobuf;
using LiquidNet.Files;
using LiquidNet.Onnx.Models;
using Onnx;

namespace LiquidNet.Onnx;

/// <summary>Writes networks as ONNX models: what they compute, with their parameters as they are now.</summary>
/// <remarks>
/// <para>A model has standard operators of opset 17 only (IR version 8), takes any batch size and any length, and computes what
/// <see cref="LiquidNetwork.Forward(Data.Sequence)"/> does, but for rounding. Numbers in it have the names of the parameters; what depends
/// on parameters alone is computed while exporting. Dropout is left out, as it always is outside of training.</para>
/// <para>Every cell and readout can be exported, also those of your own, because their equations are, and with them what they do to inputs:
/// standardisation and missing values, which are NaN here too. A model checks nothing: it computes with negative timespans, and with those
/// for which an explicit solver is unstable.</para>
/// <para>Its metadata tell cell, readout and unfolds as text, and <c>feature_names</c> and <c>output_names</c>, where the network has any,
/// as JSON lists.</para>
/// <para>Parameters written by hand are moved to the nearest values that their constraints allow, as whenever a network runs.</para>
/// </remarks>
public static class OnnxExporter
{
    /// <summary>Writes a model of one time step, for streams and for loops of one's own; it has no control flow.</summary>
    /// <remarks>
    /// <para>Inputs: <c>input</c> [batch x InputSize], <c>timespan</c> [batch x 1] and <c>state</c> [batch x StateSize], zero at first.
    /// Outputs: <c>prediction</c> [batch x OutputSize], probabilities or values, and <c>next_state</c> [batch x StateSize].</para>
    /// <para>All unfolds of a step stand one after the other, as many as the cell ever takes.</para>
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="path">The file, replaced as a whole; its folder has to exist.</param>
    /// <param name="options">What the model takes; null for the defaults.</param>
    /// <exception cref="ArgumentException">A parameter is not finite, the network reads in both directions, or an option is out of its
    /// range; nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteStep(LiquidNetwork network, string path, OnnxOptions? options = null) =>
        Write(CreateStep(network, options), path);

    /// <summary>Writes a model of one time step, as <see cref="WriteStep(LiquidNetwork, string, OnnxOptions?)"/> does.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">Takes the model; stays open.</param>
    /// <param name="options">What the model takes; null for the defaults.</param>
    /// <exception cref="ArgumentException">A parameter is not finite, the network reads in both directions, or an option is out of its
    /// range; nothing is written.</exception>
    public static void WriteStep(LiquidNetwork network, Stream stream, OnnxOptions? options = null) =>
        Write(CreateStep(network, options), stream);

    /// <summary>Writes a model of whole sequences, which loops over time by itself.</summary>
    /// <remarks>
    /// <para>Inputs, time first: <c>inputs</c> [time x batch x InputSize], <c>timespans</c> [time x batch x 1], <c>initial_state</c>
    /// [batch x StateSize], zero where nothing else is known, and with a mask <c>mask</c> [time x batch x 1], true where a sequence has a
    /// step. Outputs: <c>predictions</c> [time x batch x OutputSize], probabilities or values after every step, and <c>last_state</c>
    /// [batch x StateSize].</para>
    /// <para>Padding follows the last step of a sequence; there the state stays, so that the last prediction of a padded sequence is that
    /// after its last step. What depends on inputs alone is computed for all steps at once, before the loop.</para>
    /// <para>A network in both directions reads each sequence of a batch from its own end too.</para>
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="path">The file, replaced as a whole; its folder has to exist.</param>
    /// <param name="options">What the model takes; null for the defaults.</param>
    /// <exception cref="ArgumentException">A parameter is not finite, or an option is out of its range; nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteSequence(LiquidNetwork network, string path, OnnxOptions? options = null) =>
        Write(CreateSequence(network, options), path);

    /// <summary>Writes a model of whole sequences, as <see cref="WriteSequence(LiquidNetwork, string, OnnxOptions?)"/> does.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">Takes the model; stays open.</param>
    /// <param name="options">What the model takes; null for the defaults.</param>
    /// <exception cref="ArgumentException">A parameter is not finite, or an option is out of its range; nothing is written.</exception>
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
