using System.CommandLine;

namespace LiquidNet.Samples;

/// <summary>The options of the program: how they are read, explained and checked.</summary>
static class CommandLine
{
    const string Description = """
        Lets liquid networks learn from streams while they predict them, and compares the rules by which they learn.

          dotnet run -c Release --project samples/OnlineLearning -- [options]

        The plant, the sine and the memory are made here; elec2 and ett are read from the data folder.
        Exit code: 0 done, 1 the files failed, 2 options not understood, 130 interrupted.
        """;

    static readonly Option<string> Task = new("--task")
    {
        Description = "plant, sine, memory, elec2 or ett. Default: plant.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "plant",
    };

    static readonly Option<Rule[]> Rules = new("--rule")
    {
        Description = "persistence, frozen, rls, immediate, tbptt, snap1, rtrl or mixture; may be given several times. Default: all.",
        HelpName = "RULE",
    };

    static readonly Option<int> Seeds = new("--seeds")
    {
        Description = "How many seeds are run, from 1 on; means and deviations are over them. Default: 3.",
        HelpName = "N",
        DefaultValueFactory = _ => 3,
    };

    static readonly Option<string?> Data = new("--data")
    {
        Description = "The folder in which the folders elec2 and ett lie. Default: LIQUIDNET_DATA, else liquidnet in the cache folder.",
        HelpName = "FOLDER",
    };

    static readonly Option<string?> Output = new("--output")
    {
        Description = "Where to write the table as Markdown and CSV, and pictures. Default: nowhere.",
        HelpName = "FOLDER",
    };

    /// <summary>Creates the command that reads the options and runs the program with them.</summary>
    public static RootCommand Create(Action<SampleOptions, CancellationToken> run)
    {
        var command = new RootCommand(Description) { Task, Rules, Seeds, Data, Output };
        Task.AcceptOnlyFromAmong([.. StreamTasks.Names]);
        Seeds.Validators.Add(given =>
        {
            if (given.GetValue(Seeds) is < 1 or > 1_000)
                given.AddError("--seeds: expected a number from 1 to 1000.");
        });
        command.SetAction((parsed, cancellation) =>
        {
            run(Read(parsed), cancellation);
            return System.Threading.Tasks.Task.CompletedTask;
        });
        return command;
    }

    static SampleOptions Read(ParseResult given) => new(
        given.GetValue(Task)!, given.GetValue(Rules) ?? [], given.GetValue(Seeds), given.GetValue(Data), given.GetValue(Output));
}
