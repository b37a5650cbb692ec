namespace LiquidNet;

/// <summary>The states of many streams side by side, each in a slot, in pages that never move.</summary>
/// <param name="stateSize">Numbers in a state.</param>
/// <param name="haveTimes">Whether there are time stamps; where there are none they cost nothing.</param>
sealed class PooledStates(int stateSize, bool haveTimes)
{
    const int PageShift = 8;
    const int PageSlots = 1 << PageShift;
    const long NoTime = -1;

    List<Page> pages = [];
    Stack<int> free = [];
    int used;

    /// <summary>How many slots are taken.</summary>
    public int Count => used - free.Count;

    /// <summary>The state in a slot [StateSize].</summary>
    public Span<float> this[int slot] =>
        pages[slot >> PageShift].States.AsSpan((slot & (PageSlots - 1)) * stateSize, stateSize);

    /// <summary>How many readings of the present batch have come for a slot.</summary>
    public ref int Readings(int slot) => ref pages[slot >> PageShift].Readings[slot & (PageSlots - 1)];

    /// <summary>The time stamp of the last reading for a slot, in UTC; null before the first.</summary>
    public DateTimeOffset? TimeOf(int slot) =>
        TicksOf(slot) is var ticks and not NoTime ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Sets the time stamp of the last reading for a slot.</summary>
    public void SetTime(int slot, DateTimeOffset? time) => TicksOf(slot) = time?.UtcTicks ?? NoTime;

    /// <summary>A slot of its own, with a state of zero and no time stamp.</summary>
    public int Take()
    {
        if (free.TryPop(out var slot))
            this[slot].Clear();
        else
            slot = TakeNew();
        if (haveTimes)
            SetTime(slot, null);
        return slot;
    }

    /// <summary>Gives a slot back.</summary>
    public void Return(int slot) => free.Push(slot);

    /// <summary>Others like these, with no slot taken.</summary>
    public PooledStates Empty() => new(stateSize, haveTimes);

    /// <summary>Takes the place of these states with all slots of others, of the same size, that are not used any more.</summary>
    public void TakeOver(PooledStates others) => (pages, free, used) = (others.pages, others.free, others.used);

    ref long TicksOf(int slot) => ref pages[slot >> PageShift].Ticks[slot & (PageSlots - 1)];

    int TakeNew()
    {
        if (used == pages.Count << PageShift)
        {
            pages.Add(new Page(
                new float[checked(PageSlots * stateSize)], new int[PageSlots], haveTimes ? new long[PageSlots] : []));
        }

        return used++;
    }

    sealed record Page(float[] States, int[] Readings, long[] Ticks);
}
