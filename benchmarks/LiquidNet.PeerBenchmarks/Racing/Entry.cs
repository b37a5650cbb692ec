namespace LiquidNet.PeerBenchmarks;

/// <summary>A task that is ready to run any number of times.</summary>
/// <param name="run">Does the task once.</param>
/// <param name="resources">What to dispose at the end, in this order.</param>
sealed class Entry(Action run, params IDisposable[] resources) : IDisposable
{
    /// <summary>Does the task once.</summary>
    public void Run() => run();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var resource in resources)
            resource.Dispose();
    }
}
