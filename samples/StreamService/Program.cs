using LiquidNet.Samples;

// The service itself says when it has stopped: saving states must not be cut short.
return await new SampleCommand(CommandLine.Create(ServeAsync, LoadTestAsync)) { TerminationTimeout = null }.RunAsync(args);

static async Task ServeAsync(ServiceOptions options)
{
    await using var service = Service.Create(options);
    await service.RunAsync();
}

static Task LoadTestAsync(int devices) => new LoadTest(devices, SampleConsole.Create()).RunAsync();
