using System.Globalization;
using LiquidNet.Samples;
using LiquidNet.Storage;
using Spectre.Console;

var console = SampleConsole.Create();
return await new SampleCommand(CommandLine.Create(Compare)).RunAsync(args);

void Compare(SampleOptions given, CancellationToken cancellation)
{
    var options = given.WithTable();
    var task = Open(options);
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

static TableTask Open(SampleOptions options)
{
    try
    {
        return TableTask.Open(options);
    }
    catch (InvalidDataException problem)
    {
        throw new InvalidDataException(
            $"{problem.Message} Options that say how a table is read: --categorical, --ignore, --decimal-comma, --thousands, --missing, "
            + "--unit, --date-format, --time-of-day, --names-from, --values-from, --duplicates.",
            problem);
    }
}
