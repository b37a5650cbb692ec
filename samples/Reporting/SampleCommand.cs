using System.CommandLine;
using System.Text.Json;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>
/// Runs the command line of a sample. What the user can mend is said in one line on the error stream; the exit code is 0 for done,
/// 1 for failed, 2 for options not understood and 130 for interrupted.
/// </summary>
public sealed class SampleCommand(RootCommand command)
{
    /// <summary>What is said when the user has interrupted it.</summary>
    public string Interruption { get; init; } = "interrupted.";

    /// <summary>How long it may take to end once it is interrupted; null for as long as it needs. Default: 2 seconds.</summary>
    public TimeSpan? TerminationTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Reads the options and runs what the command does with them.</summary>
    public async Task<int> RunAsync(string[] args)
    {
        var parsed = command.Parse(args);
        if (parsed.Errors is [var error, ..])
            return Fail(error.Message, exitCode: 2);
        try
        {
            return await parsed.InvokeAsync(new()
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TerminationTimeout,
            });
        }
        catch (OperationCanceledException)
        {
            return Fail(Interruption, exitCode: 130);
        }
        catch (Exception problem) when (IsForTheUser(problem))
        {
            return Fail(problem.Message, exitCode: 1);
        }
    }

    // Whatever else goes wrong is a fault of the program, and its stack is shown.
    static bool IsForTheUser(Exception problem) => problem is IOException or UnauthorizedAccessException or InvalidDataException
        or HttpRequestException or JsonException or FormatException or ArgumentException or InvalidOperationException
        or TrainingDivergedException;

    int Fail(string message, int exitCode)
    {
        Console.Error.WriteLine($"{command.Name}: {message.ReplaceLineEndings(" ")}");
        return exitCode;
    }
}
