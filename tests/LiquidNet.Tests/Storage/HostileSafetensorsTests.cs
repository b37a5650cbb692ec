using System.Buffers.Binary;
using System.Text;
using LiquidNet.Storage;

namespace LiquidNet.Tests.Storage;

/// <summary>A file is hostile until proven: every broken rule has an error of its own.</summary>
public sealed class HostileSafetensorsTests
{
    [Theory]
    [InlineData("", 0, "*begins with the 8 bytes*it has 0 bytes*", -8)]
    [InlineData("", 0, "*it has 7 bytes*", -1)]
    [InlineData("{}", 5, "*take 0 bytes, but 5 follow*")]
    [InlineData("[]", 0, "*does not begin with '{'*")]
    [InlineData(" {}", 0, "*does not begin with '{'*")]
    [InlineData("", 0, "*does not begin with '{'*")]
    [InlineData("{} {}", 0, "*not valid JSON*")]
    [InlineData("{\"a\":{\"dtype\":\"F32\"", 0, "*not valid JSON*")]
    [InlineData("{\"a\":1}", 0, "*entry 'a' is not an object*")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "*'a' needs a dtype, a shape, and two data_offsets*")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,4]}}", 4, "*two data_offsets*")]
    [InlineData("{\"a\":{\"dtype\":\"F33\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "*'a' has dtype 'F33'; known are BOOL*")]
    [InlineData("{\"a\":{\"dtype\":7,\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "*'a' has an entry 'dtype'*")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "*entry 'dtype'*twice*")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"code\":\"x\"}}", 4, "*entry 'code'*unknown*")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":1,\"data_offsets\":[0,4]}}", 4, "*shape is not an array*")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "*'a': shape holds something else*")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", 4, "*'a': shape holds something else*")]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}}", 4, "*'a': shape holds something else*")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[\"1\"],\"data_offsets\":[0,4]}}", 4, "*'a': shape holds something else*")]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}}", 4, "*more bytes than can be counted*")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4,
        "*'a' F32 [2] needs 8 bytes, but its data_offsets are 0 to 4*")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,0]}}", 4, "*data_offsets are 4 to 0*")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "*'a' begins at byte 4, where byte 0 was expected*")]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}",
        6, "*'b' begins at byte 2, where byte 4*")]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        4, "*begins at byte 0, where byte 4*")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 3, "*take 4 bytes, but 3 follow*")]
    [InlineData(
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}",
        0, "*two tensors 'a'*")]
    [InlineData("{\"__metadata__\":{\"k\":1}}", 0, "*metadata 'k' is not a text*")]
    [InlineData("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0, "*metadata 'k' stands there twice*")]
    [InlineData("{\"__metadata__\":{\"k\":\"1\"},\"__metadata__\":{\"j\":\"2\"}}", 0, "*'__metadata__' twice*")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[[1]],\"data_offsets\":[0,4]}}", 4, "*not valid JSON*")]
    [InlineData("{\"a\":{\"dtype\":\"\\ud800\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "*not valid JSON*")]
    public void A_broken_rule_is_named(string header, int bufferLength, string message, int prefixChange = 0)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + bufferLength + prefixChange];
        if (prefixChange == 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, text.Length);
            text.CopyTo(bytes, 8);
        }

        var parse = () => SafetensorsFile.Parse(bytes);
        parse.Should().Throw<InvalidDataException>().WithMessage(message);
    }

    [Theory]
    [InlineData(100_000_001L, "*would be 100000001 bytes long; at most 100000000*")]
    [InlineData(-1L, "*would be 18446744073709551615 bytes long*")]
    [InlineData(64L, "*header of 64 bytes does not end within the file of 16 bytes*")]
    public void A_header_length_is_checked_before_memory_is_taken(long length, string message)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var parse = () => SafetensorsFile.Parse(bytes);
        parse.Should().Throw<InvalidDataException>().WithMessage(message);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1_000_000);
    }

    [Fact]
    public void A_file_cut_short_after_it_was_opened_gives_an_exception()
    {
        var writer = new SafetensorsWriter();
        writer.Add("w", [1000], new float[1000]);
        var path = Path.GetTempFileName();
        try
        {
            writer.Save(path);
            using var file = SafetensorsFile.Open(path);
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..500]);
            var read = () => file.ReadValues("w");
            read.Should().Throw<EndOfStreamException>();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Whatever_is_changed_in_a_file_it_loads_or_says_what_is_wrong()
    {
        var writer = new SafetensorsWriter { Metadata = { ["format"] = "liquidnet" } };
        writer.Add("w", [3, 2], new float[6]);
        writer.Add("b", [4], new float[4], TensorType.F16);
        using var memory = new MemoryStream();
        writer.WriteTo(memory);
        var whole = memory.ToArray();
        var random = new Random(20_261_126);
        for (var trial = 0; trial < 30_000; trial++)
        {
            var bytes = (byte[])whole.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            try
            {
                using var file = SafetensorsFile.Parse(bytes);
                foreach (var tensor in file.Tensors)
                    file.ReadBytes(tensor.Name).Should().HaveCount((int)tensor.ByteCount);
            }
            catch (InvalidDataException)
            {
            }
        }
    }
}
