using System.CommandLine;
using LiquidNet.Cells;
using LiquidNet.Import;

namespace LiquidNet.Samples;

/// <summary>The options of the program: how they are read, explained and checked.</summary>
static class CommandLine
{
    const string Description = """
        Loads a model that was trained in Python with ncps, compares it, trains it on, and saves it for Python.

          dotnet run -c Release --project samples/NcpsCheckpoint -- [options]

        Without a checkpoint, a small LTC is taken that says what a sine is one unit of time ahead; train.py made it.
        Exit code: 0 done, 1 the files or training failed, 2 options not understood, 130 interrupted.
        """;

    static readonly Option<string?> Checkpoint = new("--checkpoint")
    {
        Description = "A .pt or .safetensors file. Default: the program's own.",
        HelpName = "FILE",
    };

    static readonly Option<string?> Reference = new("--reference")
    {
        Description = "A .safetensors file with input, timespans and outputs, to compare with. Default: none for a checkpoint of yours.",
        HelpName = "FILE",
    };

    static readonly Option<string?> Head = new("--head")
    {
        Description = "What the keys of the linear layer begin with. Default: none; the cell's outputs are the model's.",
        HelpName = "KEY",
    };

    static readonly Option<int> Unfolds = new("--unfolds")
    {
        Description = "ode_unfolds of an LTC. Default: 6.",
        HelpName = "N",
        DefaultValueFactory = _ => 6,
    };

    static readonly Option<LtcConstraints?> Constraints = new("--constraints")
    {
        Description = "implicit (implicit_param_constraints=True) or explicit. Default: implicit where a conductance is negative.",
        HelpName = "KIND",
    };

    static readonly Option<CfcMode> Mode = new("--mode")
    {
        Description = "Mode of a CfC: default or nogate. Default: default; a pure one is recognised.",
        HelpName = "KIND",
    };

    static readonly Option<Activation> Activation = new("--activation")
    {
        Description = "Backbone of a CfC: lecuntanh, tanh, relu, silu or gelu. Default: lecuntanh.",
        HelpName = "KIND",
        DefaultValueFactory = _ => Cells.Activation.LecunTanh,
    };

    static readonly Option<int> Epochs = new("--epochs")
    {
        Description = "How often the sines are gone through; 0 for not at all. Default: 20.",
        HelpName = "N",
        DefaultValueFactory = _ => 20,
    };

    static readonly Option<string?> Save = new("--save")
    {
        Description = "Where to save the model, as .pt or .safetensors. Default: a file in the folder for temporary ones.",
        HelpName = "FILE",
    };

    /// <summary>Creates the command that reads the options and runs the program with them.</summary>
    public static RootCommand Create(Action<SampleOptions, CancellationToken> run)
    {
        var command = new RootCommand(Description)
        {
            Checkpoint, Reference, Head, Unfolds, Constraints, Mode, Activation, Epochs, Save,
        };
        Unfolds.Validators.Add(given => Check(given.GetValue(Unfolds) >= 1, given.AddError, "--unfolds: expected a number from 1 on."));
        Epochs.Validators.Add(given => Check(given.GetValue(Epochs) >= 0, given.AddError, "--epochs: expected a number from 0 on."));
        command.SetAction((parsed, cancellation) =>
        {
            run(Read(parsed), cancellation);
            return Task.CompletedTask;
        });
        return command;
    }

    static SampleOptions Read(ParseResult given) => new()
    {
        Checkpoint = given.GetValue(Checkpoint),
        Reference = given.GetValue(Reference),
        Head = given.GetValue(Head),
        Model = new NcpsOptions
        {
            Unfolds = given.GetValue(Unfolds),
            Constraints = given.GetValue(Constraints),
            Mode = given.GetValue(Mode),
            Activation = given.GetValue(Activation),
        },
        Epochs = given.GetValue(Epochs),
        Save = given.GetValue(Save),
    };

    static void Check(bool holds, Action<string> refuse, string message)
    {
        if (!holds)
            refuse(message);
    }
}
