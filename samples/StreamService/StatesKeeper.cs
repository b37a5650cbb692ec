namespace LiquidNet.Samples;

/// <summary>Restores the states before the first request and saves them after the last.</summary>
/// <remarks>Hosts start the server after all other services, and stop it before them.</remarks>
/// <param name="streams">Whose states they are.</param>
/// <param name="options">Says in which file.</param>
/// <param name="logger">Is told how many there are.</param>
sealed partial class StatesKeeper(DeviceStreams streams, ServiceOptions options, ILogger<StatesKeeper> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(options.States))
            LogRestored(streams.Restore(options.States), options.States);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        LogSaved(streams.Save(options.States), options.States);
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "Restored the states of {Devices} devices from '{File}'.")]
    partial void LogRestored(int devices, string file);

    [LoggerMessage(LogLevel.Information, "Saved the states of {Devices} devices to '{File}'.")]
    partial void LogSaved(int devices, string file);
}
