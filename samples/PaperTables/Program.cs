using LiquidNet.Samples;
using LiquidNet.Training;

var console = SampleConsole.Create();
var parsed = CommandLine.Create(RunAsync).Parse(args);
return parsed.Errors is [var error, ..]
    ? Fail(error.Message, exitCode: 2)
    : await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });

Task<int> RunAsync(RunOptions options, CancellationToken cancellation)
{
    try
    {
        foreach (var task in PaperTask.All.Where(options.Includes))
            TaskRun.Run(task, options, console, cancellation);
        return Task.FromResult(0);
    }
    catch (OperationCanceledException)
    {
        return Task.FromResult(Fail("interrupted; the same command goes on from here.", exitCode: 130));
    }
    catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException
        or TrainingDivergedException or InvalidOperationException)
    {
        return Task.FromResult(Fail(problem.Message.ReplaceLineEndings(" "), exitCode: 1));
    }
}

static int Fail(string message, int exitCode)
{
    Console.Error.WriteLine($"papertables: {message}");
    return exitCode;
}
