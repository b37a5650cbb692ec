using System.IO.Compression;
using System.Text;
using LiquidNet.Import;
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
        open.Should().Throw<InvalidDataException>().WithMessage("*holds more than 1000000 values*");
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
