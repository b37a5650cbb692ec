namespace LiquidNet.Samples;

/// <summary>A file of states, each with the name of its device.</summary>
/// <remarks>Little endian: "LQDS" (int32), version (int32), number of devices (int32); for each the name (length and UTF-8, as of
/// <see cref="BinaryWriter"/>), the size of its state (int32), its state. Then "LQDS" again.</remarks>
static class StatesFile
{
    const int Magic = 0x5344514C;
    const int Version = 1;

    /// <summary>Writes a file, wholly or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="devices">The names.</param>
    /// <param name="state">The state of a device.</param>
    public static void Write(
        string path, IReadOnlyCollection<string> devices, Func<string, byte[]> state) => WholeFile.Write(path, beside =>
    {
        using var writer = new BinaryWriter(File.Create(beside));
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(devices.Count);
        foreach (var device in devices)
        {
            var bytes = state(device);
            writer.Write(device);
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }

        writer.Write(Magic);
    });

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is no such file, or damaged; the message says where.</exception>
    public static List<(string Device, byte[] State)> Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        try
        {
            Expect(Magic, "begins with \"LQDS\"");
            Expect(Version, "has version 1");
            var count = reader.ReadInt32();
            var states = new List<(string, byte[])>();
            while (states.Count < count)
            {
                var device = reader.ReadString();
                var size = reader.ReadInt32();
                if (size < 0 || size > reader.BaseStream.Length - reader.BaseStream.Position)
                    throw Fault($"the state of '{device}' is said to have {size} bytes");
                states.Add((device, reader.ReadBytes(size)));
            }

            Expect(Magic, "ends with \"LQDS\"");
            return states;
        }
        catch (Exception problem) when (problem is EndOfStreamException or FormatException or ArgumentException)
        {
            throw Fault(problem.Message);
        }

        void Expect(int value, string what)
        {
            if (reader.ReadInt32() != value)
                throw Fault($"a file of states {what}");
        }

        InvalidDataException Fault(string reason) =>
            new($"The file of states '{path}' is damaged at byte {reader.BaseStream.Position:N0}: {reason}.");
    }
}
