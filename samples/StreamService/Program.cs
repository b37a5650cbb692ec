using System.Text.Json;
using LiquidNet.Samples;

var parsed = CommandLine.Create(ServeAsync, LoadTestAsync).Parse(args);
if (parsed.Errors is [var error, ..])
    return Fail(error.Message, exitCode: 2);

// The service itself says when it has stopped: saving states must not be cut short.
return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });

static async Task<int> ServeAsync(ServiceOptions options)
{
    try
    {
        await using var service = Service.Create(options);
        await service.RunAsync();
        return 0;
    }
    catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException
        or InvalidOperationException or FormatException)
    {
        return Fail(problem.Message.ReplaceLineEndings(" "), exitCode: 1);
    }
}

static async Task<int> LoadTestAsync(int devices)
{
    try
    {
        await new LoadTest(devices, SampleConsole.Create()).RunAsync();
        return 0;
    }
    catch (Exception problem) when (problem is LoadTestException or HttpRequestException or JsonException or IOException)
    {
        return Fail(problem.Message, exitCode: 1);
    }
}

static int Fail(string message, int exitCode)
{
    Console.Error.WriteLine($"stream-service: {message}");
    return exitCode;
}
