using System.Globalization;
using Spectre.Console;

namespace LiquidNet.Samples;

/// <summary>Runs a task: what has no result yet is trained, and the table is written anew after every seed.</summary>
static class TaskRun
{
    public static void Run(PaperTask task, RunOptions options, IAnsiConsole console, CancellationToken cancellation)
    {
        console.WriteLine($"{task.Title}: {task.Notes}");
        foreach (var model in task.Models.Where(options.Includes))
        {
            for (var seed = 1; seed <= Math.Min(model.Seeds, options.Seeds ?? model.Seeds); seed++)
            {
                var folder = FolderOf(task, model, seed, options);
                if (SeedResult.Read(ResultIn(folder)) is not null)
                    continue;
                Directory.CreateDirectory(folder);
                var run = new SeedRun(
                    $"{task.Name} {model.Name} seed {seed}", folder, seed, options.Threads, console, cancellation);
                var result = model.Run(task.Load(new DataFolder(options.Data), seed), task.Metric, run);
                result.Write(ResultIn(folder));
                console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{run.Label}: test {result.Score:F4}, validation {result.Validation:F4}, {result.Seconds:F0} s"));
                TableOf(task, options).Save(options.Output, task.Name);
            }
        }

        TableOf(task, options).WriteTo(console);
        TableOf(task, options).Save(options.Output, task.Name);
    }

    static ResultTable TableOf(PaperTask task, RunOptions options)
    {
        var number = task.Metric.Format;
        var table = new ResultTable(
            "task", "model", new ResultColumn("seeds", "F0"), new ResultColumn($"measured, {task.Metric.Heading}", number),
            new ResultColumn("deviation", number), new ResultColumn("published", number), new ResultColumn("wall, s", "F0"));
        foreach (var model in task.Models)
        {
            var results = Enumerable.Range(1, model.Seeds)
                .Select(seed => SeedResult.Read(ResultIn(FolderOf(task, model, seed, options))))
                .OfType<SeedResult>()
                .ToList();
            if (results.Count == 0)
                continue;
            var measured = MeanAndDeviation.Of([.. results.Select(result => result.Score)]);
            double? deviation = measured.Count > 1 ? measured.Deviation : null;
            table.Add(
                task.Title, model.Title, measured.Count, measured.Mean, deviation, model.Published,
                results.Average(result => result.Seconds));
        }

        return table;
    }

    static string FolderOf(PaperTask task, PaperModel model, int seed, RunOptions options) => Path.Combine(
        options.Output, "runs", task.Name, model.Name, string.Create(CultureInfo.InvariantCulture, $"seed-{seed}"));

    static string ResultIn(string folder) => Path.Combine(folder, "result.json");
}
