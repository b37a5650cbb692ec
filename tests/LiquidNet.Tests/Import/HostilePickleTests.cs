using System.IO.Compression;
using System.Text;
using LiquidNet.Import.Torch;
using LiquidNet.Tests.Golden;

namespace LiquidNet.Tests.Import;

/// <summary>A pickle is a program by a stranger: whatever a state dictionary does not need is refused.</summary>
public sealed class HostilePickleTests
{
    [Theory]
    [InlineData("cos\nsystem\n(X\u0005\0\0\0helloo", "*names 'os.system', which no state dictionary needs*")]
    [InlineData("cbuiltins\neval\n.", "*names 'builtins.eval'*")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v3\n.", "*names 'torch._utils._rebuild_tensor_v3'*")]
    [InlineData("(i", "*operation 0x69 at byte 1*")]
    [InlineData("\u0080\u0004.", "*protocol 4*")]
    [InlineData("", "*ends in the middle of a value*")]
    [InlineData("X\u00ff\u00ff\u00ff\u007f", "*ends in the middle of a value*")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ff", "*ends in the middle of a value*")]
    [InlineData("h\u0007", "*recalls value 7*")]
    [InlineData("t", "*closes a group that it never opened*")]
    [InlineData(".", "*takes more values than there are*")]
    [InlineData("}K\u0001s", "*takes more values than there are*")]
    [InlineData("]K\u0001K\u0002s", "*something else where a dictionary should be*")]
    [InlineData("}(K\u0001u", "*a key without a value*")]
    [InlineData("}}K\u0001s", "*neither a text nor a number*")]
    [InlineData("K\u0001Q", "*not a storage of a tensor*")]
    [InlineData("ccollections\nOrderedDict\n(K\u0001tR", "*gives OrderedDict something else than expected*")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R", "*gives _rebuild_tensor_v2 something else than expected*")]
    [InlineData("ctorch\nFloatStorage\n)R", "*gives a storage of F32 something else*")]
    [InlineData("\u008a\u0009\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001", "*more than 64 bits*")]
    [InlineData("X\u0001\0\0\0\u00ff", "*not UTF-8*")]
    [InlineData("cos", "*ends in the middle of a name*")]
    public void What_a_state_dictionary_does_not_need_is_refused(string code, string message)
    {
        var run = () => new Pickle("model.pt", Encoding.Latin1.GetBytes(code)).Run();
        run.Should().Throw<InvalidDataException>().WithMessage(message).WithMessage("model.pt: *");
    }

    [Theory]
    [InlineData("K\u00ff.", 255L)]
    [InlineData("M\u0000\u0001.", 256L)]
    [InlineData("J\u00fe\u00ff\u00ff\u00ff.", -2L)]
    [InlineData("\u008a\u0000.", 0L)]
    [InlineData("\u008a\u0002\u00fe\u00ff.", -2L)]
    [InlineData("G\u003f\u00c0\0\0\0\0\0\0.", 0.125)]
    [InlineData("\u0088.", true)]
    [InlineData("N.", null)]
    public void Numbers_are_read_as_they_are(string code, object? value) =>
        new Pickle("model.pt", Encoding.Latin1.GetBytes(code)).Run().Should().Be(value);

    [Fact]
    public void A_dictionary_that_holds_itself_many_times_ends_soon()
    {
        // Sixteen levels, each holding the one below ten times.
        var code = new StringBuilder("}q\0");
        for (var level = 0; level < 14; level++)
        {
            code.Append("}(");
            for (var key = 0; key < 10; key++)
                code.Append('K').Append((char)key).Append('h').Append((char)level);
            code.Append("uq").Append((char)(level + 1));
        }

        var open = () => TorchFile.Open("model.pt", Archive(("m/data.pkl", Encoding.Latin1.GetBytes(code.Append('.').ToString()))));
        open.Should().Throw<InvalidDataException>().WithMessage("*holds the same values again and again*");
    }

    [Fact]
    public void A_long_name_before_many_others_is_refused()
    {
        // One name of 50,000 letters for a dictionary of 10,000 entries would make names of 500 million.
        var code = new StringBuilder("}X\u0050\u00c3\0\0").Append('a', 50_000).Append("}(");
        for (var key = 0; key < 10_000; key++)
            code.Append('M').Append((char)(key & 255)).Append((char)(key >> 8)).Append('N');
        var open = () => TorchFile.Open("model.pt", Archive(("m/data.pkl", Encoding.Latin1.GetBytes(code.Append("us.").ToString()))));
        open.Should().Throw<InvalidDataException>().WithMessage("*holds the same values again and again*");
    }

    [Fact]
    public void A_tensor_of_more_dimensions_than_PyTorch_has_is_refused()
    {
        var ones = "(" + string.Concat(Enumerable.Repeat("K\u0001", 65)) + "t";
        var view = Encoding.Latin1.GetString(View(count: 1, 0, 1, 1, 1, 1));
        var code = view[view.IndexOf('c')..(view.IndexOf('Q') + 1)] + "K\0" + ones + ones + "\u0089}tR.";
        var run = () => new Pickle("model.pt", Encoding.Latin1.GetBytes(code)).Run();
        run.Should().Throw<InvalidDataException>().WithMessage("*gives _rebuild_tensor_v2 something else than expected*");
    }

    [Fact]
    public void Tensors_that_share_their_elements_again_and_again_are_refused()
    {
        // The dictionary of the view is left out, and what puts the tensor into it.
        var view = Encoding.Latin1.GetString(View(count: 1_000, 0, 10, 100, 100, 1));
        var tensor = view[view.IndexOf('c')..^2];
        var code = "}(K\0" + tensor + "q\0" + string.Concat(Enumerable.Range(1, 200).Select(key => $"K{(char)key}h\0")) + "u.";
        var open = () => TorchFile.Open(
            "model.pt", Archive(("m/data.pkl", Encoding.Latin1.GetBytes(code)), ("m/data/0", new byte[4_000])));
        open.Should().Throw<InvalidDataException>().WithMessage("*share the same elements again and again*");
    }

    [Theory]
    [InlineData(8, 0, 2, 3, 3, 1, "*does not lie within its storage of 5 elements*", 5)]
    [InlineData(24, 1, 2, 3, 3, 1, "*does not lie within its storage*")]
    [InlineData(24, -1, 2, 3, 3, 1, "*does not lie within its storage*")]
    [InlineData(24, 0, 2, 3, -3, 1, "*does not lie within its storage*")]
    [InlineData(24, 0, 1_000_000, 1_000_000, 0, 0, "*does not lie within its storage*")]
    [InlineData(24, 0, 3, 3, 0, 1, "*or repeats them*")]
    [InlineData(20, 0, 2, 3, 3, 1, "*has 6 elements, but its entry 20 bytes*")]
    public void A_view_has_to_lie_within_its_storage(
        int bytes, int offset, int rows, int columns, int rowStride, int columnStride, string message, int count = 6)
    {
        var pickle = View(count, offset, rows, columns, rowStride, columnStride);
        using var file = TorchFile.Open("model.pt", Archive(("m/data.pkl", pickle), ("m/data/0", new byte[bytes])));
        var read = () => file.Read("w");
        read.Should().Throw<InvalidDataException>().WithMessage(message);
    }

    [Fact]
    public void Offsets_and_strides_are_honoured()
    {
        var elements = new byte[8 * sizeof(float)];
        for (var index = 0; index < 8; index++)
            BitConverter.TryWriteBytes(elements.AsSpan(4 * index), (float)index);
        using var file = TorchFile.Open("model.pt", Archive(("m/data.pkl", View(8, 1, 3, 2, 1, 4)), ("m/data/0", elements)));
        file.Read("w").Should().Equal(1, 5, 2, 6, 3, 7);
    }

    [Fact]
    public void Whatever_is_changed_in_a_checkpoint_it_loads_or_says_what_is_wrong()
    {
        var golden = GoldenFolder.Open("checkpoints")["cfc-mixed-i4-h6"];
        var whole = File.ReadAllBytes(Path.ChangeExtension(golden.Path, ".pt"));
        var random = new Random(20_261_126);
        for (var trial = 0; trial < 2_000; trial++)
        {
            var bytes = (byte[])whole.Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                using var file = TorchFile.Open("model.pt", new MemoryStream(bytes));
                foreach (var tensor in file.Tensors.Keys)
                    file.Read(tensor);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public void A_file_that_is_no_archive_is_told_from_one_that_is_broken()
    {
        var open = () => TorchFile.Open("model.pt", new MemoryStream("\u0080\u0002\u008a"u8.ToArray()));
        open.Should().Throw<InvalidDataException>().WithMessage("model.pt: it is not an archive of torch.save (PyTorch 1.6 and later)*");
        open = () => TorchFile.Open("model.pt", Archive(("readme.txt", [])));
        open.Should().Throw<InvalidDataException>().WithMessage("*0 entries 'data.pkl'*");
    }

    static byte[] View(int count, int offset, int rows, int columns, int rowStride, int columnStride)
    {
        var code = new StringBuilder(
            "}X\u0001\0\0\0wctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpu");
        Number(count);
        code.Append("tQ");
        Number(offset);
        Number(rows);
        Number(columns);
        code.Append('\u0086');
        Number(rowStride);
        Number(columnStride);
        code.Append("\u0086\u0089}tRs.");
        return Encoding.Latin1.GetBytes(code.ToString());

        void Number(int number)
        {
            code.Append('J');
            foreach (var part in BitConverter.GetBytes(number))
                code.Append((char)part);
        }
    }

    static MemoryStream Archive(params (string Name, byte[] Content)[] entries)
    {
        var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        memory.Position = 0;
        return memory;
    }
}
