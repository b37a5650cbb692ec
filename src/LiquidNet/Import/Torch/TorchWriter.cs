using LiquidNet.Storage;

namespace LiquidNet.Import.Torch;

/// <summary>Writes a state dictionary as a file of <c>torch.save</c> (PyTorch 1.6 and later).</summary>
static class TorchWriter
{
    /// <summary>The folder of the archive; PyTorch takes any name.</summary>
    const string Folder = "archive";

    /// <summary>Writes the file.</summary>
    /// <exception cref="InvalidOperationException">The file would be longer than 4 GiB.</exception>
    public static void Write(Stream stream, IReadOnlyList<StateTensor> tensors)
    {
        var archive = new StoredArchive(stream);
        archive.Add($"{Folder}/data.pkl", StatePickle.Of(tensors));
        archive.Add($"{Folder}/byteorder", "little"u8);
        for (var index = 0; index < tensors.Count; index++)
        {
            var bytes = new byte[checked(tensors[index].Values.Length * sizeof(float))];
            TensorElements.Write(TensorType.F32, tensors[index].Values, bytes);
            archive.Add(FormattableString.Invariant($"{Folder}/data/{index}"), bytes);
        }

        archive.Add($"{Folder}/version", "3\n"u8);
        archive.Finish();
    }
}
