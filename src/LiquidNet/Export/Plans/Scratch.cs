namespace LiquidNet.Export.Plans;

/// <summary>The memory of a step: what is no longer read makes room for what comes later.</summary>
sealed class Scratch
{
    readonly List<Buffer> buffers = [];

    /// <summary>The pieces, in the order in which they were asked for.</summary>
    public IReadOnlyList<Buffer> Buffers => buffers;

    /// <summary>How many numbers it holds, once <see cref="Arrange"/> has placed all pieces.</summary>
    public int Length { get; private set; }

    public Buffer Add(string name, int length)
    {
        buffers.Add(new Buffer(name, length));
        return buffers[^1];
    }

    /// <summary>Gives each piece the first room that is free as long as it needs it.</summary>
    public void Arrange()
    {
        var placed = new List<Buffer>();
        foreach (var buffer in buffers.OrderBy(buffer => buffer.First))
        {
            foreach (var other in placed.Where(buffer.Overlaps).OrderBy(other => other.Offset))
            {
                if (other.Offset < buffer.Offset + buffer.Length && buffer.Offset < other.Offset + other.Length)
                    buffer.Offset = other.Offset + other.Length;
            }

            placed.Add(buffer);
            Length = Math.Max(Length, buffer.Offset + buffer.Length);
        }
    }
}
