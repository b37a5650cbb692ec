using LiquidNet.Training;

namespace LiquidNet.Tests.Training;

/// <summary>Takes reports on the thread that makes them, unlike <see cref="Progress{T}"/>.</summary>
sealed class Reports(Action<EpochReport>? watch = null) : IProgress<EpochReport>
{
    public List<EpochReport> All { get; } = [];

    public void Report(EpochReport value)
    {
        All.Add(value);
        watch?.Invoke(value);
    }
}
