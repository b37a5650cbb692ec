namespace LiquidNet.Checks;

/// <summary>Lets one call at a time into an object that is for one thread at a time, and refuses others.</summary>
struct SoleUse
{
    int isTaken;

    /// <summary>Begins a call, which ends when what is returned is disposed.</summary>
    /// <param name="refusal">What a call is told that comes meanwhile.</param>
    /// <exception cref="InvalidOperationException">Another call has not ended.</exception>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public Turn Begin(string refusal) =>
        Interlocked.Exchange(ref isTaken, 1) == 0 ? new(ref isTaken) : throw new InvalidOperationException(refusal);

    /// <summary>A call that has begun.</summary>
    public readonly ref struct Turn
    {
        readonly ref int isTaken;

        public Turn(ref int isTaken) => this.isTaken = ref isTaken;

        public void Dispose() => Volatile.Write(ref isTaken, 0);
    }
}
