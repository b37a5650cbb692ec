namespace LiquidNet.PeerBenchmarks;

/// <summary>A task that is ready to run any number of times.</summary>
/// <param name="run">Does the task once.</param>
/// <param name="check">Compares what a run computes with what LiquidNet computes; nothing for LiquidNet itself.</param>
/// <param name="resources">What to dispose at the end, in this order.</param>
sealed class Entry(Action run, Action? check, params IDisposable[] resources) : IDisposable
{
    /// <summary>Does the task once.</summary>
    public void Run() => run();

    /// <summary>Makes sure that the task is LiquidNet's; to be called once, before the first run.</summary>
    /// <exception cref="InvalidOperationException">Something else is computed.</exception>
    public void Check() => check?.Invoke();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var resource in resources)
            resource.Dispose();
    }
}
