using System.IO.Compression;
using LiquidNet.Import.Torch;

namespace LiquidNet.Tests.Fuzzing.Mutations;

/// <summary>Changes what is in a file of <c>torch.save</c>, and packs it again with right lengths and checksums.</summary>
static class TorchMutations
{
    public static byte[] Apply(byte[] file, Random random)
    {
        var entries = Entries(file);
        for (var count = random.Next(1, 3); count > 0; count--)
            Change(entries, random);
        return random.Next(8) == 0 ? Compressed(entries) : Stored(entries);
    }

    static void Change(List<(string Name, byte[] Content)> entries, Random random)
    {
        var (at, other) = (random.Next(entries.Count), random.Next(entries.Count));
        switch (random.Next(10))
        {
            case 0 when entries.Count > 1:
                entries.RemoveAt(at);
                break;
            case 1:
                entries.Insert(at, entries[other]);
                break;
            case 2:
                entries[at] = (entries[other].Name, entries[at].Content);
                break;
            case 3:
                entries[at] = (entries[at].Name, ByteMutations.Apply(entries[at].Content, entries[other].Content, random));
                break;
            default:
                var pickle = entries.FindIndex(entry => entry.Name.EndsWith("data.pkl", StringComparison.Ordinal));
                if (pickle >= 0)
                    entries[pickle] = (entries[pickle].Name, PickleMutations.Apply(entries[pickle].Content, random));
                break;
        }
    }

    static List<(string Name, byte[] Content)> Entries(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        return [.. archive.Entries.Select(entry => (entry.FullName, Content(entry)))];
    }

    static byte[] Content(ZipArchiveEntry entry)
    {
        var content = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(content);
        return content;
    }

    static byte[] Stored(List<(string Name, byte[] Content)> entries)
    {
        var memory = new MemoryStream();
        var archive = new StoredArchive(memory);
        foreach (var (name, content) in entries)
            archive.Add(name, content);
        archive.Finish();
        return memory.ToArray();
    }

    static byte[] Compressed(List<(string Name, byte[] Content)> entries)
    {
        var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(content);
            }
        }

        return memory.ToArray();
    }
}
