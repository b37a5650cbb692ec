namespace LiquidNet.Tests.Training.Resuming;

/// <summary>A folder that is gone after the test.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"liquidnet-{Guid.NewGuid():N}");

    /// <summary>The file of a training's checkpoints.</summary>
    public string Checkpoint => System.IO.Path.Combine(Path, "checkpoint.safetensors");

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
