namespace LiquidNet.Samples;

/// <summary>Takes reports on the thread that makes them, so that they appear in order.</summary>
public sealed class Watcher<T>(Action<T> watch) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => watch(value);
}
