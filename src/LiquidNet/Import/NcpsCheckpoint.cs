using LiquidNet.Cells;
using LiquidNet.Storage;

namespace LiquidNet.Import;

/// <summary>Loads models that were trained in Python with ncps (ncps.torch 1.0).</summary>
/// <remarks>
/// <para>Files of <c>torch.save</c> (a state dictionary, a dictionary that holds one among other things, or named parameters) and
/// safetensors
/// files with the same keys. A pickle is read by an interpreter that knows the few operations of such files and nothing else: no code of
/// the
/// file is ever run.</para>
/// <para>Wirings are rebuilt from the masks: the same synapses; an LTC's polarities are the signs of its reversal potentials. What a file
/// does
/// not say is asked for by <see cref="NcpsOptions"/>.</para>
/// <para>Lechner and Hasani, github.com/mlech26l/ncps.</para>
/// </remarks>
/// <example>
/// <code>
/// var policy = NcpsCheckpoint.LoadCell("policy.pt", new() { Unfolds = 6, Constraints = LtcConstraints.Implicit });
/// </code>
/// </example>
public static class NcpsCheckpoint
{
    /// <summary>Loads the cell of a file: an LTC, a CfC or a wired CfC, with its mixed memory if it has one.</summary>
    /// <param name="path">A file of <c>torch.save</c>, or a safetensors file.</param>
    /// <param name="options">What the file does not say; null for ncps' defaults.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The file is no such checkpoint, holds no model or several, or tensors do not fit; the message
    /// names the tensor.</exception>
    /// <exception cref="ArgumentException">The file does not say something that has to be said in the options.</exception>
    public static LiquidCell LoadCell(string path, NcpsOptions? options = null)
    {
        using var file = Open(path);
        return NcpsModel.Find(file, path, options ?? new NcpsOptions()).CreateCell();
    }

    /// <summary>Loads the cell of a file and a linear layer that reads it out.</summary>
    /// <param name="path">A file of <c>torch.save</c>, or a safetensors file.</param>
    /// <param name="head">What the keys of the linear layer begin with, such as <c>model_state_dict.head</c></param>
    /// <param name="options">What the file does not say; null for ncps' defaults.</param>
    /// <returns>A network that gives the values of the linear layer.</returns>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The file is no such checkpoint, holds no model or several, or tensors do not fit; the message
    /// names the tensor.</exception>
    /// <exception cref="ArgumentException">The file does not say something that has to be said in the options.</exception>
    public static LiquidNetwork LoadNetwork(string path, string head, NcpsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(head);
        using var file = Open(path);
        var model = NcpsModel.Find(file, path, options ?? new NcpsOptions());
        var cell = model.CreateCell();
        head = head.Length == 0 || head.EndsWith('.') ? head : $"{head}.";
        var bias = model.Tensor($"{head}bias");
        var readout = new LinearReadout(cell.OutputSize, bias.Length);
        model.Tensor($"{head}weight", [bias.Length, cell.OutputSize]).CopyTo(readout.Weights.Values);
        bias.CopyTo(readout.Bias.Values);
        return new LiquidNetwork(cell, readout);
    }

    static ICheckpointTensors Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder; give the file in it.");
        Span<byte> start = stackalloc byte[2];
        using (var stream = File.OpenRead(path))
            stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start.SequenceEqual("PK"u8)
            ? TorchFile.Open(path, File.OpenRead(path))
            : new SafetensorsCheckpoint(SafetensorsFile.Open(path));
    }
}
