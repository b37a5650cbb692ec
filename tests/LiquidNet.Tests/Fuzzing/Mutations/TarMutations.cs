using System.IO.Compression;
using System.Text;

namespace LiquidNet.Tests.Fuzzing.Mutations;

/// <summary>Changes the headers and blocks of a .tar.gz archive, and packs it again with right checksums.</summary>
static class TarMutations
{
    const int Block = 512;

    /// <summary>Where a header says what: name, size, checksum, type, the name of a link, the mark of the format.</summary>
    static readonly (int Start, int Length)[] Fields =
        [(0, 100), (100, 8), (124, 12), (136, 12), (156, 1), (157, 100), (257, 8), (345, 155)];

    static readonly (int Start, int Length) Checksum = (148, 8);

    static readonly string[] Texts =
        ["", "/", "../x", "a/../../b", "C:/x", "data_batch_1.bin", "777777777777", "-1", "00000000010", "9", "x"];

    public static byte[] Apply(byte[] archive, Random random)
    {
        var blocks = Blocks(archive);
        for (var count = ByteMutations.Places(random); count > 0 && blocks.Count > 0; count--)
            Change(blocks, random);
        var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
            blocks.ForEach(block => zip.Write(block));
        return packed.ToArray();
    }

    static void Change(List<byte[]> blocks, Random random)
    {
        var (at, other) = (random.Next(blocks.Count), random.Next(blocks.Count));
        var header = blocks.FindIndex(at, block => Encoding.ASCII.GetString(block, 257, 5) == "ustar");
        switch (random.Next(7))
        {
            case 0:
                blocks.RemoveRange(at, blocks.Count - at);
                break;
            case 1:
                blocks.InsertRange(at, blocks.GetRange(other, Math.Min(blocks.Count - other, random.Next(1, 20))));
                break;
            case 2:
                blocks.RemoveAt(at);
                break;
            default:
                if (header >= 0)
                    blocks[header] = Changed(blocks[header], random);
                break;
        }
    }

    static byte[] Changed(byte[] header, Random random)
    {
        var changed = header.ToArray();
        var (start, length) = Fields[random.Next(Fields.Length)];
        var field = changed.AsSpan(start, length);
        if (random.Next(3) == 0)
        {
            random.NextBytes(field);
        }
        else
        {
            var text = Encoding.ASCII.GetBytes(Texts[random.Next(Texts.Length)]);
            field.Clear();
            text.AsSpan(0, Math.Min(text.Length, length)).CopyTo(field);
        }

        // The checksum is counted with blanks in its own place.
        changed.AsSpan(Checksum.Start, Checksum.Length).Fill((byte)' ');
        var sum = changed.Sum(value => value);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(changed, Checksum.Start);
        return changed;
    }

    static List<byte[]> Blocks(byte[] archive)
    {
        using var unpacked = new MemoryStream();
        using (var zip = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress))
            zip.CopyTo(unpacked);
        return [.. unpacked.ToArray().Chunk(Block)];
    }
}
