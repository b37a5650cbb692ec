using System.CommandLine;

namespace LiquidNet.Samples;

/// <summary>The options of the program: how they are read, explained and checked.</summary>
static class CommandLine
{
    const string Description = """
        Trains liquid networks on the data sets of published papers and sets what they reach beside the published figures.

          dotnet run -c Release --project samples/PaperTables -- --task occupancy

        A run that was interrupted goes on where it stopped when it is started again; what is finished is not done again.
        Exit code: 0 done, 1 data or training failed, 2 options not understood, 130 interrupted.
        """;

    /// <summary>Creates the command that reads the options and runs the program with them.</summary>
    public static RootCommand Create(Action<RunOptions, CancellationToken> run)
    {
        var task = new Option<string[]>("--task")
        {
            Description = $"Tasks: {string.Join(", ", PaperTask.All.Select(known => known.Name))}. Default: all.",
            HelpName = "NAME",
            AllowMultipleArgumentsPerToken = true,
        };
        task.AcceptOnlyFromAmong([.. PaperTask.All.Select(known => known.Name)]);
        var model = new Option<string[]>("--model")
        {
            Description = "Rows of the table, such as ltc or lstm. Default: all of the task.",
            HelpName = "NAME",
            AllowMultipleArgumentsPerToken = true,
        };
        model.AcceptOnlyFromAmong([.. PaperTask.All.SelectMany(known => known.Models).Select(known => known.Name).Distinct()]);
        var seeds = new Option<int?>("--seeds") { Description = "Seeds, from 1 on. Default: the task's, 1 to 5.", HelpName = "N" };
        var threads = new Option<int>("--threads")
        {
            Description = "Threads; 0 for one per processor. Never changes a result. Default: 0.",
            HelpName = "N",
        };
        var data = new Option<string?>("--data")
        {
            Description = "Folder with the data sets. Default: LIQUIDNET_DATA, else liquidnet in the cache folder.",
            HelpName = "PATH",
        };
        var output = new Option<string>("--output")
        {
            Description = "Folder for tables, curves and checkpoints. Default: paper-tables.",
            HelpName = "PATH",
            DefaultValueFactory = _ => "paper-tables",
        };
        Require(seeds, value => value is null or (>= 1 and <= 1_000), "expected a number from 1 to 1000.");
        Require(threads, value => value is >= 0 and <= 1_024, "expected a number from 0 to 1024.");
        var command = new RootCommand(Description) { task, model, seeds, threads, data, output };
        command.SetAction((parsed, cancellation) =>
        {
            run(
                new()
                {
                    Tasks = parsed.GetValue(task) ?? [],
                    Models = parsed.GetValue(model) ?? [],
                    Seeds = parsed.GetValue(seeds),
                    Threads = parsed.GetValue(threads),
                    Data = parsed.GetValue(data),
                    Output = parsed.GetValue(output)!,
                },
                cancellation);
            return Task.CompletedTask;
        });
        return command;
    }

    static void Require<T>(Option<T> option, Func<T?, bool> allows, string expectation) => option.Validators.Add(given =>
    {
        if (!given.Errors.Any() && !allows(given.GetValueOrDefault<T>()))
            given.AddError($"{option.Name}: {expectation}");
    });
}
