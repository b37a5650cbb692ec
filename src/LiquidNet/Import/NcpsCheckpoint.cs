using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Files;
using LiquidNet.Import.Torch;
using LiquidNet.Storage;

namespace LiquidNet.Import;

/// <summary>Loads models that were trained in Python with ncps (ncps.torch 1.0), and saves models for it to load.</summary>
/// <remarks>
/// <para>Reads files of <c>torch.save</c> (a state dictionary, a dictionary that contains one, or named parameters) and safetensors files
/// with the same keys. Pickles are read by an interpreter that knows only the few operations of such files: no code from a file is ever
/// run.</para>
/// <para>Wirings are rebuilt from the masks, with the same synapses; the polarities of an LTC are the signs of its reversal potentials.
/// What a file does not say is set by <see cref="NcpsOptions"/>.</para>
/// <para>A saved file holds a state dictionary with the keys, the order and the masks of ncps:
/// <c>model.load_state_dict(torch.load(path), strict=True)</c> loads it, if <c>model</c> was created with the same sizes, mode and
/// mappings. The parameters of synapses that an LTC does not have are written as zero. If the path ends in <c>.safetensors</c>, the file is
/// a safetensors file, for <c>safetensors.torch.load_file</c>, otherwise one of <c>torch.save</c>.</para>
/// <para>Lechner and Hasani, github.com/mlech26l/ncps.</para>
/// </remarks>
/// <example>
/// <code>
/// var policy = NcpsCheckpoint.LoadCell("policy.pt", new() { Unfolds = 6, Constraints = LtcConstraints.Implicit });
/// </code>
/// </example>
public static class NcpsCheckpoint
{
    /// <summary>Loads the cell of a file: an LTC, a CfC or a wired CfC, including its mixed memory if it has one.</summary>
    /// <param name="path">A file of <c>torch.save</c>, or a safetensors file.</param>
    /// <param name="options">What the file does not say; null for the defaults of ncps.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The file is not such a checkpoint, holds no model or several, or its tensors do not fit; the
    /// message names the tensor.</exception>
    /// <exception cref="ArgumentException">The file leaves something open that must be set in the options.</exception>
    public static LiquidCell LoadCell(string path, NcpsOptions? options = null)
    {
        using var file = Open(path);
        return NcpsModel.Find(file, path, options ?? new NcpsOptions()).CreateCell();
    }

    /// <summary>Loads the cell of a file and a linear layer that reads it out.</summary>
    /// <param name="path">A file of <c>torch.save</c>, or a safetensors file.</param>
    /// <param name="head">The prefix of the keys of the linear layer, such as <c>model_state_dict.head</c></param>
    /// <param name="options">What the file does not say; null for the defaults of ncps.</param>
    /// <returns>A network whose predictions are the outputs of the linear layer.</returns>
    /// <remarks>A file does not say whether these are logits of classes: <see cref="LoadClassifier"/> takes them as such.</remarks>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The file is not such a checkpoint, holds no model or several, or its tensors do not fit; the
    /// message names the tensor.</exception>
    /// <exception cref="ArgumentException">The file leaves something open that must be set in the options.</exception>
    public static LiquidNetwork LoadNetwork(string path, string head, NcpsOptions? options = null)
    {
        return Load(path, head, options, (inputs, values) =>
        {
            var readout = new LinearReadout(inputs, values);
            return (readout, readout.Weights, readout.Bias);
        });
    }

    /// <summary>Loads the cell of a file and a linear layer whose outputs are logits of classes, as PyTorch's cross-entropy expects
    /// them.</summary>
    /// <param name="path">A file of <c>torch.save</c>, or a safetensors file.</param>
    /// <param name="head">The prefix of the keys of the linear layer, such as <c>model_state_dict.head</c></param>
    /// <param name="options">What the file does not say; null for the defaults of ncps.</param>
    /// <returns>A network whose predictions are the probabilities of the classes.</returns>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The file is no such checkpoint, holds no model or several, or tensors do not fit; the message
    /// names the tensor.</exception>
    /// <exception cref="ArgumentException">The file does not say something that has to be said in the options.</exception>
    public static LiquidNetwork LoadClassifier(string path, string head, NcpsOptions? options = null)
    {
        return Load(path, head, options, (inputs, classes) =>
        {
            var readout = new SoftmaxReadout(inputs, classes);
            return (readout, readout.Weights, readout.Bias);
        });
    }

    static LiquidNetwork Load(
        string path, string head, NcpsOptions? options, Func<int, int, (Readout Readout, Parameter Weights, Parameter Bias)> create)
    {
        ArgumentNullException.ThrowIfNull(head);
        using var file = Open(path);
        var model = NcpsModel.Find(file, path, options ?? new NcpsOptions());
        var cell = model.CreateCell();
        head = PrefixOf(head);
        var outputs = model.Length($"{head}bias");
        var weights = model.Tensor($"{head}weight", [outputs, cell.OutputSize]);
        var created = create(cell.OutputSize, outputs);
        weights.CopyTo(created.Weights.Values);
        model.Tensor($"{head}bias").CopyTo(created.Bias.Values);
        return new LiquidNetwork(cell, created.Readout);
    }

    /// <summary>Saves a cell as the state dictionary of an <c>LTC</c> or <c>CfC</c> of <c>ncps.torch</c>.</summary>
    /// <remarks>An old file is replaced only when the new one is complete and flushed.</remarks>
    /// <param name="cell">An LTC, a CfC or a wired CfC, with a memory or without.</param>
    /// <param name="path">The file.</param>
    /// <param name="prefix">The prefix of the keys, such as <c>rnn.</c>. Default: none.</param>
    /// <exception cref="ArgumentException">ncps has no such cell, because of its solver, its form or its kind, or because its number of
    /// unfolds depends on the timespan; the message says which. Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">A file of <c>torch.save</c> would be longer than 4 GiB.</exception>
    public static void SaveCell(LiquidCell cell, string path, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(prefix);
        var state = new NcpsStateDictionary();
        state.Add(prefix, cell);
        Save(state, path);
    }

    /// <summary>Saves a network as the state dictionary of a module with a layer of <c>ncps.torch</c> and a linear layer.</summary>
    /// <remarks>
    /// A softmax readout is saved as its linear layer, which gives logits, as the cross-entropy of PyTorch expects. An old file is replaced
    /// only when the new one is complete and flushed.
    /// </remarks>
    /// <param name="network">A network with a linear or softmax readout.</param>
    /// <param name="path">The file.</param>
    /// <param name="head">The prefix of the keys of the linear layer, such as <c>head</c>.</param>
    /// <param name="prefix">The prefix of the keys of the cell. Default: <c>rnn.</c></param>
    /// <exception cref="ArgumentException">ncps has no such cell, PyTorch has no such readout, or two keys would be equal; the message says
    /// which. Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">A file of <c>torch.save</c> would be longer than 4 GiB.</exception>
    public static void SaveNetwork(LiquidNetwork network, string path, string head, string prefix = "rnn.")
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(prefix);
        var state = new NcpsStateDictionary();
        state.Add(prefix, network.Cell);
        var (weights, bias) = network.Readout switch
        {
            LinearReadout linear => (linear.Weights, linear.Bias),
            SoftmaxReadout softmax => (softmax.Weights, softmax.Bias),
            _ => throw new ArgumentException(
                $"The readout '{network.Readout}' is no linear layer: save the cell alone, by {nameof(SaveCell)}.", nameof(network)),
        };
        state.Add(PrefixOf(head), weights, bias);
        Save(state, path);
    }

    static void Save(NcpsStateDictionary state, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
        {
            AtomicFile.Write(path, stream => TorchWriter.Write(stream, state.Tensors));
            return;
        }

        var writer = new SafetensorsWriter();
        foreach (var (key, shape, values) in state.Tensors)
            writer.Add(key, shape, values);
        writer.Save(path);
    }

    static string PrefixOf(string head) => head.Length == 0 || head.EndsWith('.') ? head : $"{head}.";

    static ICheckpointTensors Open(string path)
    {
        SafetensorsFile.CheckPath(path);
        Span<byte> start = stackalloc byte[2];
        using (var stream = File.OpenRead(path))
            stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start.SequenceEqual("PK"u8)
            ? TorchFile.Open(path, File.OpenRead(path))
            : new SafetensorsCheckpoint(SafetensorsFile.Open(path));
    }
}
