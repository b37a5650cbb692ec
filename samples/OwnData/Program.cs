using System.Globalization;
using LiquidNet.Samples;
using LiquidNet.Storage;
using LiquidNet.Training;
using Spectre.Console;

var console = SampleConsole.Create();
var parsed = CommandLine.Create(Run).Parse(args);
return parsed.Errors is [var error, ..]
    ? Fail(error.Message, exitCode: 2)
    : await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });

int Run(SampleOptions given, CancellationToken cancellation)
{
    try
    {
        Compare(given.WithTable(), cancellation);
        return 0;
    }
    catch (OperationCanceledException)
    {
        return Fail("interrupted.", exitCode: 130);
    }
    catch (InvalidDataException problem)
    {
        return Fail(
            $"{problem.Message.ReplaceLineEndings(" ")} Options that say how a table is read: --categorical, --ignore, --decimal-comma, "
            + "--thousands, --missing, --unit, --date-format, --time-of-day, --names-from, --values-from, --duplicates.",
            exitCode: 1);
    }
    catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException
        or TrainingDivergedException)
    {
        return Fail(problem.Message.ReplaceLineEndings(" "), exitCode: 1);
    }
}

static int Fail(string message, int exitCode)
{
    Console.Error.WriteLine($"own-data: {message}");
    return exitCode;
}

void Compare(SampleOptions options, CancellationToken cancellation)
{
    var task = TableTask.Open(options);
    console.WriteLine($"{string.Join(", ", options.Csv)}: {DataDescription.Summary(task.Table, task.Times)}");
    if (DataDescription.Advice(task.Table, task.Times) is { } advice)
        console.WriteLine(advice);
    DataDescription.Features(task.Table).WriteTo(console);
    console.WriteLine($"To be learned: {task.Description}");
    console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{task.Training.Count:N0} sequences train, {task.Validation.Count:N0} choose"));

    console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{task.BaselineName}: {task.Measure} {task.ErrorOf(task.Baseline()):G4}, nothing to train"));

    var report = new Report(task, Comparison.Run(task, Candidate.For(task, options.Units), options, console, cancellation), options);
    var table = report.Table();
    table.WriteTo(console);
    console.WriteLine(report.Choice());
    if (report.Ranking() is { } ranking)
        console.WriteLine(ranking);

    Directory.CreateDirectory(options.Output);
    report.Chosen.Best.Network.Save(Path.Combine(options.Output, "model.safetensors"));
    PredictionTable.Of(task, report.Chosen.Best.Predictions).Save(options.Output, "predictions");
    table.Save(options.Output, "comparison");
    WholeFile.Write(Path.Combine(options.Output, "report.html"), path => File.WriteAllText(path, report.ToHtml()));
    console.WriteLine($"Written to {Path.GetFullPath(options.Output)}: report.html, model.safetensors, predictions.csv, predictions.md, "
        + "comparison.csv, comparison.md");
}
