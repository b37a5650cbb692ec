using LiquidNet.Samples;
using Spectre.Console;

var console = SampleConsole.Create();
return await new SampleCommand(CommandLine.Create(Compare)).RunAsync(args);

void Compare(SampleOptions options, CancellationToken cancellation)
{
    var report = new Report();
    var tasks = StreamTasks.Of(options.Task, new DataFolder(options.Data));
    console.WriteLine(tasks[^1].Protocol);
    console.Progress().AutoClear(true).Start(progress =>
    {
        foreach (var task in tasks)
        {
            var rules = task.Rules.Where(rule => options.Rules.Count == 0 || options.Rules.Contains(rule)).ToArray();
            var bar = progress.AddTask(Markup.Escape(task.Name), maxValue: rules.Length * options.Seeds);
            foreach (var rule in rules)
            {
                for (var seed = 1; seed <= options.Seeds; seed++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    report.Add(task, rule, seed, task.Run(rule, seed));
                    bar.Increment(1);
                }
            }
        }
    });
    report.WriteTo(console);
    if (options.Output is not { } folder)
        return;
    report.Save(folder, options.Task);
    foreach (var task in tasks)
        report.Draw(task, Path.Combine(folder, $"{task.Name.Replace(", ", "-").Replace(' ', '-')}.png"));
    console.WriteLine($"Tables and pictures are in {Path.GetFullPath(folder)}");
}
