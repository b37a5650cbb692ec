using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using LiquidNet.Data.Files;

namespace LiquidNet.Tests.Data.Support;

/// <summary>A small CIFAR-10 in a folder of its own: the published format with four records a file.</summary>
sealed class Cifar10Files : IDisposable
{
    public const int Records = 4;

    public Cifar10Files()
    {
        Folder = Directory.CreateTempSubdirectory("liquidnet-cifar10-").FullName;
        Archive = Pack(Cifar10Format.FileNames.Select((name, file) => ("cifar-10-batches-bin/" + name, Content(file))));
        Format = new(Records, Md5Of(Archive));
    }

    public string Folder { get; }

    public byte[] Archive { get; }

    public Cifar10Format Format { get; }

    /// <summary>Record r of file f has label (f + r) mod 10; its red, green and blue are f, r and 200
    /// throughout, but the first red pixel is 99.</summary>
    public static byte[] Content(int file)
    {
        var content = new byte[Records * Cifar10Format.RecordLength];
        for (var record = 0; record < Records; record++)
        {
            var pixels = content.AsSpan(record * Cifar10Format.RecordLength + 1, 3072);
            content[record * Cifar10Format.RecordLength] = (byte)((file + record) % 10);
            pixels[..1024].Fill((byte)file);
            pixels[1024..2048].Fill((byte)record);
            pixels[2048..].Fill(200);
            pixels[0] = 99;
        }

        return content;
    }

    public static string Md5Of(byte[] content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static byte[] Pack(IEnumerable<(string Name, byte[] Content)> files) => Pack(writer =>
    {
        foreach (var (name, content) in files)
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = new MemoryStream(content),
                ModificationTime = DateTimeOffset.UnixEpoch,
            });
        }
    });

    public static byte[] Pack(Action<TarWriter> write)
    {
        var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
        using (var writer = new TarWriter(zip, TarEntryFormat.Ustar))
            write(writer);
        return packed.ToArray();
    }

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void WriteAll(string below = "")
    {
        for (var file = 0; file < 6; file++)
            Write(Path.Combine(below, Cifar10Format.FileNames[file]), Content(file));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
