namespace LiquidNet.Data.Files;

/// <summary>The binary version of CIFAR-10: which files there are and what each must hold.</summary>
/// <param name="RecordsPerFile">Images in every file.</param>
/// <param name="ArchiveMd5">MD5 of the published archive, in hexadecimal.</param>
sealed record Cifar10Format(int RecordsPerFile, string ArchiveMd5)
{
    /// <summary>The set as published.</summary>
    public static readonly Cifar10Format Published = new(10_000, "c32a1d4ab5d03f1284b67883e8d87530");

    /// <summary>The folder inside the archive.</summary>
    public const string FolderName = "cifar-10-batches-bin";

    /// <summary>The archive's own name.</summary>
    public const string ArchiveName = "cifar-10-binary.tar.gz";

    /// <summary>Where the archive is published.</summary>
    public static readonly Uri Source = new("https://www.cs.toronto.edu/~kriz/" + ArchiveName);

    /// <summary>The size of an image.</summary>
    public const int Channels = 3, Height = 32, Width = 32;

    /// <summary>Bytes of a record: one label, then the pixels.</summary>
    public const int RecordLength = 1 + Channels * Height * Width;

    /// <summary>The names of the classes 0..9.</summary>
    public static readonly string[] ClassNames =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>The six files, in the order of the parts' bits.</summary>
    public static readonly string[] FileNames =
    [
        "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin",
    ];

    /// <summary>Bytes of every file.</summary>
    public int FileLength => RecordsPerFile * RecordLength;

    /// <summary>The files of some parts, training first.</summary>
    public static string[] FilesOf(Cifar10Part part)
    {
        if (part == Cifar10Part.None || (part & ~Cifar10Part.All) != 0)
            throw new ArgumentOutOfRangeException(nameof(part), part, "At least one file of CIFAR-10 is expected, and nothing else.");
        return [.. FileNames.Where((_, bit) => ((int)part & (1 << bit)) != 0)];
    }

    /// <summary>Refuses a file that cannot hold the published number of records.</summary>
    public void CheckLength(string file, long length)
    {
        if (length == FileLength)
            return;
        var (records, rest) = Math.DivRem(length, RecordLength);
        var what = length < FileLength ? "is cut short" : "is too long";
        throw new InvalidDataException(
            $"{file} {what}: expected {FileLength} bytes ({RecordsPerFile} records of {RecordLength}) but it holds {length}, " +
            $"{records} records and {rest} bytes. {Remedy}");
    }

    /// <summary>Reads the labels and refuses any that is not a class.</summary>
    public void ReadLabels(string file, ReadOnlySpan<byte> content, Span<int> labels)
    {
        for (var record = 0; record < RecordsPerFile; record++)
        {
            var label = content[record * RecordLength];
            if (label >= ClassNames.Length)
            {
                throw new InvalidDataException(
                    $"{file}, record {record} (byte {record * RecordLength}) has label {label}; expected " +
                    $"0..{ClassNames.Length - 1}. Either the file is damaged or it is not CIFAR-10's binary version (CIFAR-100 " +
                    $"has two labels a record). {Remedy}");
            }

            labels[record] = label;
        }
    }

    /// <summary>The remedy for bad files.</summary>
    public const string Remedy = "Get it again with Cifar10.DownloadAsync.";
}
