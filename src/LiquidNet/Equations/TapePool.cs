namespace LiquidNet.Equations;

/// <summary>
/// Keeps the tapes of runs that are over for runs to come: as many as work at the same time. Their memory is pinned, and taking it anew
/// for every run would cost more than many a run.
/// </summary>
internal sealed class TapePool(LiquidEquation equation)
{
    readonly Dictionary<int, Stack<Tape>> idle = [];

    /// <summary>A tape that nobody else uses; its run has yet to begin.</summary>
    public Tape Rent(int lanes)
    {
        lock (idle)
        {
            if (IdleOf(lanes).TryPop(out var tape))
                return tape;
        }

        return new Tape(equation, lanes);
    }

    /// <summary>Gives a tape back.</summary>
    public void Return(Tape tape)
    {
        lock (idle)
            IdleOf(tape.Lanes).Push(tape);
    }

    Stack<Tape> IdleOf(int lanes)
    {
        if (!idle.TryGetValue(lanes, out var tapes))
            idle.Add(lanes, tapes = new Stack<Tape>());
        return tapes;
    }
}
