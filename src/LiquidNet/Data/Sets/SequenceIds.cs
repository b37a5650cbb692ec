using System.Collections;

namespace LiquidNet.Data.Sets;

/// <summary>The ids of the sequences of a set, read one by one.</summary>
sealed class SequenceIds(SequenceSet set) : IReadOnlyList<string>
{
    public int Count => set.Count;

    public string this[int index] => set.IdOf(index);

    public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, set.Count).Select(set.IdOf).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
