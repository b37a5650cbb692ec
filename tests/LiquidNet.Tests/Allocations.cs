namespace LiquidNet.Tests;

/// <summary>Counts what a thread allocates.</summary>
static class Allocations
{
    const int Tries = 3;

    /// <summary>
    /// The least that some work allocates in a few tries: what it does itself it does each time, while the runtime may now and then
    /// allocate on the same thread.
    /// </summary>
    public static long LeastOf(Action work)
    {
        var least = long.MaxValue;
        for (var count = 0; count < Tries; count++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
