using System.Buffers.Binary;
using LiquidNet.Files;
using LiquidNet.Storage;
using LiquidNet.Tests.Golden;
using SafetensorsFile = LiquidNet.Storage.SafetensorsFile;

namespace LiquidNet.Tests.Storage;

public sealed class SafetensorsTests
{
    static readonly float[] One = [1];

    static readonly float[] Mixed = [1, -2, 3.5f, float.NaN, float.PositiveInfinity, -0f];

    [Fact]
    public void What_is_written_is_read_again_with_its_texts()
    {
        var writer = new SafetensorsWriter { Metadata = { ["format"] = "test", ["note"] = "Zürich \"1\"" } };
        writer.Add("w", [2, 3], Mixed);
        writer.Add("one", [], One);
        writer.Add("none", [0, 4], Array.Empty<float>());
        writer.Add("mask", TensorType.I8, [3], new byte[] { 1, 0, 255 });

        using var file = SafetensorsFile.Parse(Bytes(writer));

        file.Metadata.Should().Equal(new Dictionary<string, string> { ["format"] = "test", ["note"] = "Zürich \"1\"" });
        file.ReadValues("w").Should().Equal(Mixed);
        file.ReadValues("one").Should().Equal(1);
        file.ReadValues("none").Should().BeEmpty();
        file.ReadValues("mask").Should().Equal(1, 0, -1);
        file["w"].Shape.Should().Equal(2, 3);
        file["one"].Shape.Should().BeEmpty();
        file.Tensors.Select(tensor => tensor.ToString()).Should().Equal("none F32 [0 x 4]", "one F32 []", "w F32 [2 x 3]", "mask I8 [3]");
    }

    [Fact]
    public void The_order_of_adding_does_not_change_a_byte()
    {
        var forward = new SafetensorsWriter();
        var backward = new SafetensorsWriter();
        (string Name, TensorType Type)[] tensors =
            [("b", TensorType.F32), ("a", TensorType.F32), ("c", TensorType.F64), ("d", TensorType.F16)];
        foreach (var (name, type) in tensors)
            forward.Add(name, [1], One, type);
        foreach (var (name, type) in tensors.Reverse())
            backward.Add(name, [1], One, type);

        Bytes(backward).Should().Equal(Bytes(forward));
    }

    [Fact]
    public void Every_tensor_is_aligned_to_its_elements()
    {
        var writer = new SafetensorsWriter();
        writer.Add("bytes", TensorType.U8, [3], new byte[3]);
        writer.Add("halves", [3], new float[3], TensorType.F16);
        writer.Add("doubles", [1], new float[1], TensorType.F64);
        var bytes = Bytes(writer);
        using var file = SafetensorsFile.Parse(bytes);

        var dataStart = 8 + BinaryPrimitives.ReadInt64LittleEndian(bytes);
        (dataStart % 8).Should().Be(0);
        file.Tensors.Select(tensor => tensor.Name).Should().Equal("doubles", "halves", "bytes");
    }

    [Theory]
    [InlineData(TensorType.F16, 0.1f, 0.099975586f)]
    [InlineData(TensorType.F16, 65504f, 65504f)]
    [InlineData(TensorType.F16, 5.9604645e-8f, 5.9604645e-8f)]
    [InlineData(TensorType.BF16, 0.1f, 0.100097656f)]
    [InlineData(TensorType.BF16, 1.00390625f, 1f)]
    [InlineData(TensorType.BF16, 1.01171875f, 1.015625f)]
    [InlineData(TensorType.BF16, float.NegativeInfinity, float.NegativeInfinity)]
    [InlineData(TensorType.F64, 0.1f, 0.1f)]
    public void A_narrower_type_rounds_to_the_nearest_and_ties_to_even(TensorType type, float value, float stored)
    {
        var writer = new SafetensorsWriter();
        writer.Add("x", [1], new[] { value }, type);
        using var file = SafetensorsFile.Parse(Bytes(writer));
        file.ReadValues("x").Should().Equal(stored);
    }

    [Fact]
    public void A_NaN_stays_a_NaN_in_every_type()
    {
        var smallest = BitConverter.Int32BitsToSingle(0x7f800001);
        foreach (var type in new[] { TensorType.F16, TensorType.BF16, TensorType.F32, TensorType.F64 })
        {
            var writer = new SafetensorsWriter();
            writer.Add("x", [1], new[] { smallest }, type);
            using var file = SafetensorsFile.Parse(Bytes(writer));
            file.ReadValues("x")[0].Should().Be(float.NaN, "it was written as {0}", type);
        }
    }

    [Theory]
    [InlineData(TensorType.F16, 65520f)]
    [InlineData(TensorType.BF16, float.MaxValue)]
    public void A_number_too_large_for_its_type_is_named_before_anything_is_written(TensorType type, float value)
    {
        var add = () => new SafetensorsWriter().Add("x", [2], new[] { 0, value }, type);
        add.Should().Throw<ArgumentException>().WithMessage($"Element 1 of tensor 'x' is too large for {type}*");
    }

    [Fact]
    public void A_double_beyond_single_precision_is_named_and_an_infinite_one_is_read()
    {
        byte[] bytes = [.. BitConverter.GetBytes(1.0), .. BitConverter.GetBytes(double.NegativeInfinity), .. BitConverter.GetBytes(1e39)];
        var writer = new SafetensorsWriter();
        writer.Add("fine", TensorType.F64, [2], bytes.AsMemory(0, 16));
        writer.Add("wide", TensorType.F64, [3], bytes);
        using var file = SafetensorsFile.Parse(Bytes(writer));

        file.ReadValues("fine").Should().Equal(1, float.NegativeInfinity);
        var read = () => file.ReadValues("wide");
        read.Should().Throw<InvalidDataException>().WithMessage("*element 2 of tensor wide F64 [3] lies outside*");
    }

    [Fact]
    public void Types_that_single_precision_cannot_hold_are_read_as_bytes_only()
    {
        var writer = new SafetensorsWriter();
        writer.Add("count", TensorType.I64, [1], new byte[] { 1, 0, 0, 0, 0, 0, 0, 128 });
        using var file = SafetensorsFile.Parse(Bytes(writer));

        file.ReadBytes("count").Should().Equal(1, 0, 0, 0, 0, 0, 0, 128);
        var read = () => file.ReadValues("count");
        read.Should().Throw<InvalidDataException>().WithMessage("*count I64 [1] cannot be read as numbers of single precision*");
    }

    [Fact]
    public void Golden_files_give_what_an_independent_reader_gives()
    {
        foreach (var golden in GoldenFolder.Open("cells").Cases.Take(20))
        {
            var expected = Golden.SafetensorsFile.Read(golden.Path);
            using var file = SafetensorsFile.Open(golden.Path);
            file.Tensors.Select(tensor => tensor.Name).Should().BeEquivalentTo(expected.Names);
            foreach (var tensor in file.Tensors.Where(tensor => tensor.Type == TensorType.F64))
                file.ReadValues(tensor.Name).Should().Equal(Array.ConvertAll(expected.Doubles(tensor.Name), value => (float)value));
        }
    }

    [Fact]
    public async Task Streams_and_files_hold_the_same_bytes()
    {
        var writer = new SafetensorsWriter { Metadata = { ["k"] = "v" } };
        writer.Add("w", [40_000], Enumerable.Range(0, 40_000).Select(index => (float)index).ToArray());
        using var memory = new MemoryStream();
        await writer.WriteToAsync(memory);
        memory.ToArray().Should().Equal(Bytes(writer));

        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "model.safetensors");
            writer.Save(path);
            File.ReadAllBytes(path).Should().Equal(Bytes(writer));
            await writer.SaveAsync(path);
            folder.GetFiles().Should().ContainSingle("nothing is left beside it");
            using var file = SafetensorsFile.Open(path);
            file.ReadValues("w").Should().Equal(Enumerable.Range(0, 40_000).Select(index => (float)index));
            memory.Position = 0;
            (await SafetensorsFile.ReadAsync(memory)).ReadValues("w").Should().HaveCount(40_000);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_save_that_fails_leaves_the_old_file_and_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "model.safetensors");
            File.WriteAllText(path, "old");
            var save = () => AtomicFile.Write(path, stream =>
            {
                stream.Write("half"u8);
                throw new IOException("the disk is full");
            });
            save.Should().Throw<IOException>().WithMessage("the disk is full");
            File.ReadAllText(path).Should().Be("old");
            folder.GetFiles().Should().ContainSingle();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_link_stays_a_link_and_what_it_leads_to_is_replaced()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var (real, link) = (Path.Combine(folder.FullName, "real"), Path.Combine(folder.FullName, "link"));
            File.WriteAllText(real, "old");
            File.CreateSymbolicLink(link, real);
            AtomicFile.Write(link, stream => stream.Write("new"u8));
            File.ReadAllText(real).Should().Be("new");
            new FileInfo(link).LinkTarget.Should().NotBeNull();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static byte[] Bytes(SafetensorsWriter writer)
    {
        using var memory = new MemoryStream();
        writer.WriteTo(memory);
        return memory.ToArray();
    }
}
