namespace LiquidNet;

/// <summary>The states of many streams side by side, each in a slot, in pages that never move.</summary>
/// <param name="stateSize">Numbers in a state.</param>
sealed class PooledStates(int stateSize)
{
    const int PageShift = 8;
    const int PageSlots = 1 << PageShift;

    readonly List<Page> pages = [];
    readonly Stack<int> free = [];
    int used;

    /// <summary>The state in a slot [StateSize].</summary>
    public Span<float> this[int slot] =>
        pages[slot >> PageShift].States.AsSpan((slot & (PageSlots - 1)) * stateSize, stateSize);

    /// <summary>How many readings of the present batch have come for a slot.</summary>
    public ref int Readings(int slot) => ref pages[slot >> PageShift].Readings[slot & (PageSlots - 1)];

    /// <summary>A slot of its own, with a state of zero.</summary>
    public int Take()
    {
        if (free.TryPop(out var slot))
        {
            this[slot].Clear();
            return slot;
        }

        if (used == pages.Count << PageShift)
            pages.Add(new Page(new float[checked(PageSlots * stateSize)], new int[PageSlots]));
        return used++;
    }

    /// <summary>Gives a slot back.</summary>
    public void Return(int slot) => free.Push(slot);

    sealed record Page(float[] States, int[] Readings);
}
