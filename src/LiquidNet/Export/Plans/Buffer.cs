namespace LiquidNet.Export.Plans;

/// <summary>A piece of a step's memory, from its first use to its last.</summary>
/// <param name="name">Its name in C.</param>
/// <param name="length">How many numbers it holds.</param>
sealed class Buffer(string name, int length)
{
    public string Name => name;

    public int Length => length;

    /// <summary>The statement that uses it first.</summary>
    public int First { get; private set; } = int.MaxValue;

    /// <summary>The statement that uses it last.</summary>
    public int Last { get; private set; } = -1;

    /// <summary>Where it begins in the memory of the step.</summary>
    public int Offset { get; set; }

    public void UseAt(int statement) => (First, Last) = (Math.Min(First, statement), Math.Max(Last, statement));

    /// <summary>Whether both hold something at once.</summary>
    public bool Overlaps(Buffer other) => First <= other.Last && other.First <= Last;
}
