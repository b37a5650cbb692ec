using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using LiquidNet.Data;
using LiquidNet.Data.Files;
using LiquidNet.Seeding;
using LiquidNet.Tests.Data.Support;

namespace LiquidNet.Tests.Data;

public sealed class Cifar10ArchiveTests : IDisposable
{
    readonly Cifar10Files files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void An_archive_cut_anywhere_is_refused()
    {
        for (var length = files.Archive.Length - 1; length >= 0; length -= length > files.Archive.Length - 20 ? 1 : 97)
            Refuse(files.Archive[..length], "damaged");
    }

    [Fact]
    public void A_flipped_byte_anywhere_is_refused()
    {
        // Noise, because in repetitive content a changed reference to an equal stretch changes nothing.
        var noise = new SplitMix64(1);
        var whole = Cifar10Files.Pack(Array.ConvertAll(Whole(), file => (file.Name, Noisy(file.Content, ref noise))));

        // After the ten bytes of the gzip header, whose time and system fields mean nothing.
        for (var place = 10; place < whole.Length; place += place > whole.Length - 40 ? 1 : 1009)
        {
            var archive = whole.ToArray();
            archive[place] ^= 0x55;
            Refuse(archive, "");
        }
    }

    /// <summary>Bytes that the unpacking stream takes from a file at once.</summary>
    const int Buffer = 8192;

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void An_archive_of_several_gzip_members_is_read_and_its_cut_last_member_refused(int beyondTheBuffer)
    {
        var tar = Unpacked(files.Archive);
        var cut = tar.Length / 3;
        byte[] whole =
        [
            .. Zipped(tar[..cut], Buffer + beyondTheBuffer), .. Zipped(tar[cut..(2 * cut)], Buffer), .. Zipped(tar[(2 * cut)..], 0),
        ];

        Cifar10.Load(files.Write("pieces.tar.gz", whole), Cifar10Part.All, files.Format).PixelsOf(23).SequenceEqual(
            Cifar10.Load(files.Write("set.tar.gz", files.Archive), Cifar10Part.All, files.Format).PixelsOf(23)).Should().BeTrue();
        for (var missing = 1; missing < 40; missing++)
            Refuse(whole[..^missing], "damaged");
        Refuse([.. whole, 1], "damaged");
    }

    [Fact]
    public void Several_tar_archives_behind_each_other_are_read_as_one()
    {
        var (first, second) = (Unpacked(Cifar10Files.Pack(Whole()[..2])), Unpacked(Cifar10Files.Pack(Whole()[2..])));

        foreach (var archive in new byte[][] { [.. Zipped(first, 0), .. Zipped(second, 0)], Zipped([.. first, .. second], 0) })
            Cifar10.Load(files.Write("pieces.tar.gz", archive), Cifar10Part.Training, files.Format).PixelsOf(19)[1].Should().Be(4);
        Refuse(Zipped(first, 0), "lacks data_batch_3.bin, data_batch_4.bin, data_batch_5.bin, test_batch.bin;");
    }

    [Theory]
    [InlineData("test_batch.bin")]
    [InlineData("renamed.bin")]
    public void A_file_of_the_set_is_not_taken_for_an_archive(string name)
    {
        var path = files.Write(name, Cifar10Files.Content(5));

        this.Invoking(_ => Cifar10.Load(path, Cifar10Part.Test, files.Format)).Should().Throw<InvalidDataException>()
            .WithMessage($"'{path}' is a file of the set, not its archive; give the folder that holds the files.");
    }

    [Theory]
    [InlineData("not an archive at all")]
    [InlineData("")]
    public void A_file_that_is_no_archive_is_refused(string text) =>
        Refuse(Encoding.ASCII.GetBytes(text), "damaged or not a .tar.gz");

    [Theory]
    [InlineData("../data_batch_1.bin")]
    [InlineData("cifar-10-batches-bin/../../evil.bin")]
    [InlineData("/etc/evil.bin")]
    [InlineData("C:/evil.bin")]
    [InlineData("folder\\..\\..\\evil.bin")]
    public void A_path_out_of_the_archive_is_refused(string name) =>
        Refuse(Cifar10Files.Pack([.. Whole(), (name, Cifar10Files.Content(0))]), "reaches outside");

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public void A_link_is_refused(TarEntryType type)
    {
        var link = new UstarTarEntry(type, "data_batch_1.bin") { LinkName = "/etc/passwd" };

        Refuse(Cifar10Files.Pack(writer => writer.WriteEntry(link)), "reaches outside");
    }

    [Theory]
    [InlineData('S')]
    [InlineData('M')]
    [InlineData('V')]
    public void An_entry_of_a_kind_that_only_other_tools_know_is_refused(char type)
    {
        var header = Unpacked(Cifar10Files.Pack(Whole()))[..512];
        header[156] = (byte)type;

        // The checksum is counted with blanks in its own place.
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(value => value), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        Refuse(Zipped(header, 0), "");
    }

    [Fact]
    public void A_missing_file_is_named() => Refuse(Cifar10Files.Pack(Whole().Where((_, file) => file != 2)), "lacks data_batch_3.bin;");

    [Fact]
    public void A_file_that_comes_twice_is_refused() => Refuse(Cifar10Files.Pack([.. Whole(), Whole()[3]]), "data_batch_4.bin twice");

    [Fact]
    public void A_file_of_the_wrong_length_is_refused_before_it_is_read() =>
        Refuse(Cifar10Files.Pack([("cifar-10-batches-bin/data_batch_1.bin", new byte[12_293])]), "too long*12292*12293");

    [Fact]
    public void Other_files_in_the_archive_are_left_alone()
    {
        var archive = files.Write("set.tar.gz", Cifar10Files.Pack([("cifar-10-batches-bin/readme.html", [1, 2, 3]), .. Whole()]));
        var folder = Directory.CreateDirectory(Path.Combine(files.Folder, "unpacked")).FullName;

        Cifar10Archive.Unpack(archive, folder, files.Format, CancellationToken.None);

        Directory.GetFiles(folder).Select(Path.GetFileName).Should().BeEquivalentTo(Cifar10Format.FileNames);
        File.ReadAllBytes(Path.Combine(folder, "data_batch_2.bin")).Should().Equal(Cifar10Files.Content(1));
    }

    static (string Name, byte[] Content)[] Whole() =>
        [.. Cifar10Format.FileNames.Select((name, file) => ("cifar-10-batches-bin/" + name, Cifar10Files.Content(file)))];

    static byte[] Unpacked(byte[] archive)
    {
        var tar = new MemoryStream();
        using var unzipped = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress);
        unzipped.CopyTo(tar);
        return tar.ToArray();
    }

    /// <summary>
    /// A gzip member whose header is made longer by a file name, so that it ends where a multiple of a buffer does, or anywhere.
    /// </summary>
    static byte[] Zipped(byte[] content, int buffer)
    {
        const byte hasName = 8;
        const int header = 10;
        var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
            zip.Write(content);
        var member = packed.ToArray();
        if (buffer == 0)
            return member;
        member[3] = hasName;
        var name = new byte[2 * buffer - member.Length % buffer];
        name.AsSpan(..^1).Fill((byte)'a');
        return [.. member[..header], .. name, .. member[header..]];
    }

    static byte[] Noisy(byte[] content, ref SplitMix64 noise)
    {
        for (var place = 0; place < content.Length; place++)
        {
            if (place % Cifar10Format.RecordLength != 0)
                content[place] = (byte)noise.NextBits();
        }

        return content;
    }

    void Refuse(byte[] archive, string message)
    {
        var path = files.Write("set.tar.gz", archive);

        this.Invoking(_ => Cifar10.Load(path, Cifar10Part.Batch1, files.Format)).Should().Throw<InvalidDataException>()
            .WithMessage($"*set.tar.gz*{message}*DownloadAsync*");
    }
}
