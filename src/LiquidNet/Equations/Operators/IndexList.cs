namespace LiquidNet.Equations.Operators;

/// <summary>Numbers that are equal to others when all of them are.</summary>
sealed class IndexList(int[] items) : IEquatable<IndexList>
{
    public ReadOnlySpan<int> Items => items;

    public bool Equals(IndexList? other) => other is not null && items.AsSpan().SequenceEqual(other.Items);

    public override bool Equals(object? obj) => Equals(obj as IndexList);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in items)
            hash.Add(item);
        return hash.ToHashCode();
    }
}
