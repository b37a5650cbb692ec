using LiquidNet.Data;
using LiquidNet.Data.Files;
using LiquidNet.Tests.Data.Support;

namespace LiquidNet.Tests.Data;

public sealed class Cifar10Tests : IDisposable
{
    readonly Cifar10Files files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("cifar-10-batches-bin")]
    public void All_files_are_read_training_first_from_the_folder_or_the_one_above(string below)
    {
        files.WriteAll(below);

        var images = Load(part: Cifar10Part.All);

        images.ToString().Should().Be("24 images [3 x 32 x 32], 10 classes");
        images.ClassNames.Should().Equal("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
        Enumerable.Range(0, 24).Select(images.LabelOf).Should().Equal(Enumerable.Range(0, 24).Select(i => (i / 4 + i % 4) % 10));
        for (var index = 0; index < 24; index++)
        {
            var pixels = images.PixelsOf(index);
            pixels.Length.Should().Be(3072);
            int[] seen = [pixels[0], pixels[1], pixels[1024], pixels[3071]];
            seen.Should().Equal(99, index / 4, index % 4, 200);
        }
    }

    [Theory]
    [InlineData(Cifar10Part.Training, 20, 0)]
    [InlineData(Cifar10Part.Test, 4, 5)]
    [InlineData(Cifar10Part.Batch5 | Cifar10Part.Batch2, 8, 1)]
    public void Only_the_files_asked_for_are_read(Cifar10Part part, int count, int firstFile)
    {
        files.WriteAll();
        foreach (var name in Cifar10Format.FileNames.Except(Cifar10Format.FilesOf(part)))
            File.Delete(Path.Combine(files.Folder, name));
        var archive = files.Write("set.tar.gz", files.Archive);

        foreach (var images in new[] { Load(part: part), Load(archive, part) })
        {
            images.Count.Should().Be(count);
            images.PixelsOf(0)[1].Should().Be((byte)firstFile);
        }
    }

    [Fact]
    public void The_archive_holds_the_same_as_the_folder()
    {
        files.WriteAll();
        var (folder, archive) = (Load(part: Cifar10Part.All), Load(files.Write("set.tar.gz", files.Archive), Cifar10Part.All));

        archive.Count.Should().Be(folder.Count);
        for (var index = 0; index < folder.Count; index++)
        {
            archive.LabelOf(index).Should().Be(folder.LabelOf(index));
            archive.PixelsOf(index).SequenceEqual(folder.PixelsOf(index)).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(-1, "is cut short*expected 12292 bytes (4 records of 3073) but it holds 12291, 3 records and 3072 bytes")]
    [InlineData(-3073, "is cut short*12292*holds 9219, 3 records and 0 bytes")]
    [InlineData(+5, "is too long*12292*holds 12297, 4 records and 5 bytes")]
    public void A_file_of_the_wrong_length_is_refused(int difference, string message)
    {
        files.WriteAll();
        files.Write("data_batch_3.bin", [.. Cifar10Files.Content(2).Concat(new byte[10]).Take(4 * 3073 + difference)]);

        this.Invoking(_ => Load()).Should().Throw<InvalidDataException>().WithMessage($"*data_batch_3.bin*{message}*DownloadAsync*");
        Cifar10.IsPresent(files.Folder, Cifar10Part.All, files.Format).Should().BeFalse();
        Cifar10.IsPresent(files.Folder, Cifar10Part.Batch2, files.Format).Should().BeTrue();
    }

    [Fact]
    public void A_label_above_9_is_refused_by_file_and_place()
    {
        var content = Cifar10Files.Content(1);
        content[2 * 3073] = 10;
        files.WriteAll();
        files.Write("data_batch_2.bin", content);

        this.Invoking(_ => Load()).Should().Throw<InvalidDataException>()
            .WithMessage("*data_batch_2.bin*record 2 (byte 6146) has label 10; expected 0..9*DownloadAsync*");
    }

    [Fact]
    public void An_empty_folder_is_refused_with_what_belongs_in_it() =>
        this.Invoking(_ => Load(part: Cifar10Part.Test)).Should().Throw<FileNotFoundException>()
            .WithMessage($"Folder '{files.Folder}' lacks test_batch.bin*DownloadAsync*");

    [Fact]
    public void Missing_files_are_named()
    {
        files.WriteAll();
        File.Delete(Path.Combine(files.Folder, "data_batch_2.bin"));
        File.Delete(Path.Combine(files.Folder, "data_batch_4.bin"));

        this.Invoking(_ => Load()).Should().Throw<FileNotFoundException>()
            .WithMessage("*lacks data_batch_2.bin, data_batch_4.bin;*")
            .Which.FileName.Should().Be(Path.Combine(files.Folder, "data_batch_2.bin"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cifar-10-batches-bin")]
    public void Linked_files_folders_and_archives_count_as_what_they_lead_to(string below)
    {
        files.WriteAll("store");
        var (store, folder) = (Path.Combine(files.Folder, "store"), Path.Combine(files.Folder, "linked", below));
        Directory.CreateDirectory(folder);
        foreach (var name in Cifar10Format.FileNames)
        {
            File.CreateSymbolicLink(Path.Combine(store, "to " + name), name);
            File.CreateSymbolicLink(Path.Combine(folder, name), Path.Combine(store, "to " + name));
        }

        var linked = Directory.CreateSymbolicLink(Path.Combine(files.Folder, "to folder"), Path.Combine(files.Folder, "linked")).FullName;
        var archive = files.Write("archive", files.Archive);
        var linkedArchive = File.CreateSymbolicLink(Path.Combine(files.Folder, "to archive"), archive).FullName;

        Cifar10.IsPresent(linked, Cifar10Part.All, files.Format).Should().BeTrue();
        Load(linked, Cifar10Part.All).Count.Should().Be(24);
        Load(linkedArchive, Cifar10Part.All).Count.Should().Be(24);
        files.Write("store/test_batch.bin", [1, 2, 3]);
        Cifar10.IsPresent(linked, Cifar10Part.Test, files.Format).Should().BeFalse();
        this.Invoking(_ => Load(linked, Cifar10Part.Test)).Should().Throw<InvalidDataException>().WithMessage("*test_batch.bin*holds 3,*");
    }

    [Fact]
    public void A_broken_link_and_a_folder_in_place_of_a_file_are_missing_files()
    {
        files.WriteAll();
        var (link, cycle, folder) = (PathOf("data_batch_1.bin"), PathOf("data_batch_2.bin"), PathOf("data_batch_3.bin"));
        foreach (var path in new[] { link, cycle, folder })
            File.Delete(path);
        File.CreateSymbolicLink(link, "gone.bin");
        File.CreateSymbolicLink(cycle, cycle);
        Directory.CreateDirectory(folder);

        Cifar10.IsPresent(files.Folder, Cifar10Part.Batch1, files.Format).Should().BeFalse();
        Cifar10.IsPresent(files.Folder, Cifar10Part.Batch2, files.Format).Should().BeFalse();
        Cifar10.IsPresent(files.Folder, Cifar10Part.Batch3, files.Format).Should().BeFalse();
        this.Invoking(_ => Load()).Should().Throw<FileNotFoundException>()
            .WithMessage($"*lacks data_batch_1.bin (a link to 'gone.bin'), data_batch_2.bin (a link to '{cycle}'), data_batch_3.bin;*");
        this.Invoking(_ => Load(link)).Should().Throw<DirectoryNotFoundException>()
            .WithMessage("*data_batch_1.bin' (a link to 'gone.bin') is neither a folder nor a file*");
    }

    [Fact]
    public void A_missing_folder_is_refused() =>
        this.Invoking(_ => Load(Path.Combine(files.Folder, "nowhere"))).Should().Throw<DirectoryNotFoundException>()
            .WithMessage("*nowhere' is neither a folder nor a file*DownloadAsync*");

    [Theory]
    [InlineData(Cifar10Part.None)]
    [InlineData((Cifar10Part)64)]
    public void A_part_that_names_no_file_is_refused(Cifar10Part part) =>
        this.Invoking(_ => Load(part: part)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void The_published_format_is_ten_thousand_records_a_file()
    {
        Cifar10Format.Published.FileLength.Should().Be(30_730_000);
        Cifar10.IsPresent(files.Folder).Should().BeFalse();
        this.Invoking(_ => Cifar10.Load(files.Folder)).Should().Throw<FileNotFoundException>();
    }

    string PathOf(string name) => Path.Combine(files.Folder, name);

    LabelledImages Load(string? path = null, Cifar10Part part = Cifar10Part.Training) =>
        Cifar10.Load(path ?? files.Folder, part, files.Format);
}
