using System.IO.Compression;
using System.Text;
using LiquidNet.Import;
using LiquidNet.Import.Torch;
using LiquidNet.Storage;
using LiquidNet.Tests.Golden;

namespace LiquidNet.Tests.Import;

/// <summary>What was trained in Python, loaded and saved goes back as it came.</summary>
public sealed class NcpsSavingGoldenTests : IDisposable
{
    static readonly GoldenFolder Checkpoints = GoldenFolder.Open("checkpoints");

    readonly string folder = Directory.CreateTempSubdirectory("liquidnet-ncps-").FullName;

    public static TheoryData<string> Names => GoldenFolder.Names("checkpoints");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_state_dictionary_comes_back_with_its_keys_in_order_and_every_number_to_the_bit(string name)
    {
        var golden = Checkpoints[name];
        using var expected = Open(GoldenCheckpoint.PytorchFile(golden));
        using var saved = Open(Save(golden, "model.pt"));
        var container = GoldenCheckpoint.ContainerOf(golden);
        string[] keys = [.. expected.Names.Where(key => key.StartsWith(container, StringComparison.Ordinal))];
        keys = [.. keys.Where(key => !key.Contains("optimizer", StringComparison.Ordinal) && expected.ShapeOf(key)!.Count > 0)];
        saved.Names.Should().Equal(keys.Select(key => key[container.Length..]));
        foreach (var key in keys)
        {
            var (there, here) = (expected.Tensors[key], saved.Tensors[key[container.Length..]]);
            here.Shape.Should().Equal(there.Shape, "it is {0}", key);
            here.Storage.Type.Should().Be(there.Storage.Type);
            here.Offset.Should().Be(0);
            if (!key.EndsWith("sparsity_mask", StringComparison.Ordinal))
                here.Strides.Should().Equal(there.Strides);
            saved.Read(key[container.Length..]).Should().Equal(WhereConnected(expected, key), "it is {0}", key);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void So_does_a_safetensors_file(string name)
    {
        var golden = Checkpoints[name];
        using var pytorch = Open(Save(golden, "model.pt"));
        using var saved = LiquidNet.Storage.SafetensorsFile.Open(Save(golden, "model.safetensors"));
        saved.Tensors.Select(tensor => tensor.Name).Should().BeEquivalentTo(pytorch.Names);
        foreach (var tensor in saved.Tensors)
        {
            tensor.Type.Should().Be(TensorType.F32);
            tensor.Shape.Should().Equal(pytorch.ShapeOf(tensor.Name));
            saved.ReadValues(tensor.Name).Should().Equal(pytorch.Read(tensor.Name));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_pickle_is_that_of_PyTorch_operation_by_operation(string name)
    {
        // Masks of a wired CfC are transposed views in ncps; parameters and dictionaries of other things have more operations.
        var golden = Checkpoints[name];
        if (golden.Settings.GetProperty("container").GetString() != "state_dict" || name.StartsWith("cfc_wired", StringComparison.Ordinal))
            return;
        var saved = PickleOf(Save(golden, "model.pt"));
        var expected = PickleOf(GoldenCheckpoint.PytorchFile(golden));

        // PyTorch adds the versions of the modules, which nothing in ncps looks at.
        expected[saved.Length - 1].Should().Be((byte)'}');
        saved[..^1].Should().Equal(expected[..(saved.Length - 1)]);
        saved[^1].Should().Be((byte)'.');
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Contents_begin_where_PyTorch_maps_them(string model)
    {
        var path = Save(Checkpoints[model], "model.pt");
        var bytes = File.ReadAllBytes(path);
        using var archive = ZipFile.OpenRead(path);
        archive.Entries.Should().HaveCountGreaterThan(8).And.OnlyContain(entry => entry.CompressedLength == entry.Length);
        foreach (var entry in archive.Entries)
        {
            // A local header ends with the lengths of name and padding, then both follow.
            var name = Encoding.ASCII.GetBytes(entry.FullName);
            var at = bytes.AsSpan().IndexOf(name);
            var start = at + name.Length + BitConverter.ToUInt16(bytes, at - sizeof(ushort));
            (start % 64).Should().Be(0, "{0} is aligned", entry.FullName);

            // Reading to the end checks the checksum.
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            content.ToArray().Should().Equal(bytes[start..(start + (int)entry.Length)]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_model_gives_the_same_bytes(string name) =>
        File.ReadAllBytes(Save(Checkpoints[name], "one.pt")).Should().Equal(File.ReadAllBytes(Save(Checkpoints[name], "other.pt")));

    string Save(GoldenCase golden, string name)
    {
        var network = GoldenCheckpoint.Load(golden, GoldenCheckpoint.PytorchFile(golden), GoldenCheckpoint.ContainerOf(golden));
        var path = Path.Combine(folder, name);
        if (network.Readout is IdentityReadout)
            NcpsCheckpoint.SaveCell(network.Cell, path);
        else
            NcpsCheckpoint.SaveNetwork(network, path, "head");
        return path;
    }

    /// <summary>The elements of a tensor, without those of synapses that do not exist: they are random in Python and zero here.</summary>
    static float[] WhereConnected(TorchFile file, string key)
    {
        var values = file.Read(key);
        var dot = key.LastIndexOf('.') + 1;
        var own = key[dot..];
        var mask = own switch
        {
            "w" or "mu" or "sigma" or "erev" => $"{key[..dot]}sparsity_mask",
            "sensory_w" or "sensory_mu" or "sensory_sigma" or "sensory_erev" => $"{key[..dot]}sensory_sparsity_mask",
            "weight" when key.Contains(".layer_", StringComparison.Ordinal) && key[..(dot - 1)].Split('.')[^1] is "ff1" or "ff2" =>
                $"{key[..key[..(dot - 1)].LastIndexOf('.')]}.sparsity_mask",
            _ => null,
        };
        return mask is null ? values : [.. values.Zip(file.Read(mask), (value, present) => value * present)];
    }

    static TorchFile Open(string path) => TorchFile.Open(path, File.OpenRead(path));

    static byte[] PickleOf(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        using var stream = archive.Entries.Single(entry => entry.Name == "data.pkl").Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
