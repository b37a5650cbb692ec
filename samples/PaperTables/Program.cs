using LiquidNet.Samples;

var console = SampleConsole.Create();
return await new SampleCommand(CommandLine.Create(Run)) { Interruption = "interrupted; the same command goes on from here." }
    .RunAsync(args);

void Run(RunOptions options, CancellationToken cancellation)
{
    foreach (var task in PaperTask.All.Where(options.Includes))
        TaskRun.Run(task, options, console, cancellation);
}
