using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace LiquidNet.Samples;

/// <summary>The options of the program: how they are read, explained and checked.</summary>
static class CommandLine
{
    const string Description = """
        Trains a liquid neural network on CIFAR-10 and evaluates it.

          dotnet run -c Release --project samples/Cifar10 -- [options]

        Without CIFAR-10, in the cache folder or by --data or --download, synthetic images are used.
        Exit code: 0 done, 1 data or training failed, 2 options not understood, 130 interrupted.
        """;

    const string Kind = "--arrangement";

    static readonly Setting[] Settings =
    [
        Choice(Kind, "KIND", "rows, columns, patches, or held (the whole image at every step). Default: rows.",
            Enum.GetValues<Arrangement>(), (options, value) => options with { Arrangement = value }),
        Choice("--patch", "PIXELS", "Side of a patch; divides 32. Default: 8.", [1, 2, 4, 8, 16, 32],
            (options, value) => options with { PatchSize = value }),
        Number("--steps", "N", "Steps for which an image is held. Default: 6.", 1, 1_000,
            (options, value) => options with { HeldSteps = value }),
        Number("--units", "N", $"Neurons of the cell. {Default(options => options.Units)}", 1, 10_000,
            (options, value) => options with { Units = value }),
        Number("--time-constant", "TAU", $"Initial time constant, in steps; it is learned. {Default(options => options.TimeConstant)}",
            0.01f, 1e6f, (options, value) => options with { TimeConstant = value }),
        Flag("--identity", "Let the cell's drive be linear instead of tanh.",
            options => options with { Saturates = false }),
        Number("--epochs", "N", $"How often all images are gone through. {Default(options => options.Epochs)}", 1, 100_000,
            (options, value) => options with { Epochs = value }),
        Number("--batch", "N", $"Images in a batch. {Default(options => options.Batch)}", 1, 100_000,
            (options, value) => options with { Batch = value }),
        Number("--rate", "RATE", $"Learning rate. {Default(options => options.Rate)}", 1e-10f, 1e10f,
            (options, value) => options with { Rate = value }),
        Number("--momentum", "SHARE", "Momentum of gradient descent, 0 to below 1. Default: 0.9.", 0f, 0.9999f,
            (options, value) => options with { Momentum = value }),
        Flag("--adam", "Use Adam instead of gradient descent; choose a rate near 0.001.",
            options => options with { Adam = true }),
        Choice("--schedule", "KIND",
            "Learning rate over time: constant, cosine (down to 0), steps (a tenth from half-way on). Default: cosine.",
            Enum.GetValues<RateSchedule>(), (options, value) => options with { Schedule = value }),
        Number("--decay", "DECAY", $"Weight decay. {Default(options => options.WeightDecay)}", 0f, 1f,
            (options, value) => options with { WeightDecay = value }),
        Number("--clip", "NORM", "Longest gradient; 0 for no limit. Default: 1.", 0f, 1e10f,
            (options, value) => options with { Clip = value }),
        Flag("--flips", "Mirror half of the training images, drawn anew each epoch.",
            options => options with { Flips = true }),
        Number("--crop", "PIXELS", "Shift training images by up to so many pixels, drawn anew each epoch. Default: 0.", 0, 16,
            (options, value) => options with { Crop = value }),
        Number("--seed", "N", "Seed of weights, order and synthetic images. Same seed, same result. Default: 1.", 0, int.MaxValue,
            (options, value) => options with { Seed = value }),
        Number("--threads", "N", "Threads; 0 for one per processor. Never changes a result. Default: 0.", 0, 1_024,
            (options, value) => options with { Threads = value }),
        Text("--data", "PATH", "Folder or archive with CIFAR-10's binary version. Default: the cache folder.",
            (options, value) => options with { Data = value }),
        Flag("--download", "Download CIFAR-10 (163 MB) into the cache folder if it is not there.",
            options => options with { Download = true }),
        Flag("--synthetic", "Use synthetic images even where CIFAR-10 is at hand.",
            options => options with { Synthetic = true }),
        Number("--images", "N", "Train on the first N images only. Default: all.", 1, int.MaxValue,
            (options, value) => options with { Images = value }),
    ];

    /// <summary>Creates the command that reads the options and runs the program with them.</summary>
    public static RootCommand Create(Func<SampleOptions, CancellationToken, Task> run)
    {
        var command = new RootCommand(Description);
        foreach (var setting in Settings)
            command.Add(setting.Option);
        command.Validators.Add(Check);
        command.SetAction((parsed, cancellation) => run(Read(parsed.CommandResult), cancellation));
        return command;
    }

    // The defaults of the other options depend on the arrangement.
    static SampleOptions Read(CommandResult given) => Settings
        .Where(setting => given.GetResult(setting.Option) is { Implicit: false })
        .Aggregate(SampleOptions.For(given.GetValue<Arrangement>(Kind)), (options, setting) => setting.Apply(options, given));

    // The values are not read yet, so a check may only ask which options stand there.
    static void Check(CommandResult given)
    {
        if (Has("--synthetic") && (Has("--data") || Has("--download")))
            given.AddError("--synthetic contradicts --data and --download; choose one.");
        else if (Has("--data") && Has("--download"))
            given.AddError("--download fills the cache folder, so --data is not needed with it; choose one.");

        bool Has(string name) => given.GetResult(name) is not null;
    }

    static Setting Flag(string name, string help, Func<SampleOptions, SampleOptions> apply) =>
        Setting.Of<bool>(new(name) { Description = help, Arity = ArgumentArity.Zero }, (options, _) => apply(options));

    static Setting Text(string name, string argument, string help, Func<SampleOptions, string, SampleOptions> apply) =>
        Setting.Of<string>(new(name) { Description = help, HelpName = argument }, apply);

    static Setting Choice<T>(string name, string argument, string help, T[] values, Func<SampleOptions, T, SampleOptions> apply)
        where T : struct
    {
        var named = values.ToDictionary(value => $"{value}", StringComparer.OrdinalIgnoreCase);
        return Setting.Of<T>(
            new(name)
            {
                Description = help,
                HelpName = argument,
                CustomParser = given => named.TryGetValue(given.Tokens[0].Value, out var value)
                    ? value
                    : Refuse<T>(given, $"expected {string.Join(", ", named.Keys).ToLowerInvariant()}."),
            },
            apply);
    }

    static Setting Number<T>(string name, string argument, string help, T least, T most, Func<SampleOptions, T, SampleOptions> apply)
        where T : INumber<T> =>
        Setting.Of<T>(
            new(name)
            {
                Description = help,
                HelpName = argument,
                CustomParser = given =>
                    T.TryParse(given.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                    && value >= least && value <= most
                        ? value
                        : Refuse<T>(given, string.Create(CultureInfo.InvariantCulture, $"expected a number from {least} to {most}.")),
            },
            apply);

    static T? Refuse<T>(ArgumentResult given, string reason)
    {
        given.AddError($"{((OptionResult)given.Parent!).IdentifierToken!.Value} {given.Tokens[0].Value}: {reason}");
        return default;
    }

    static string Default<T>(Func<SampleOptions, T> value)
        where T : IFormattable
    {
        var rows = value(SampleOptions.For(Arrangement.Rows)).ToString(null, CultureInfo.InvariantCulture);
        var held = value(SampleOptions.For(Arrangement.Held)).ToString(null, CultureInfo.InvariantCulture);
        return rows == held ? $"Default: {rows}." : $"Default: {rows}, held {held}.";
    }

    // An option, and what its value changes.
    sealed record Setting(Option Option, Func<SampleOptions, SymbolResult, SampleOptions> Apply)
    {
        public static Setting Of<T>(Option<T> option, Func<SampleOptions, T, SampleOptions> apply) =>
            new(option, (options, given) => apply(options, given.GetRequiredValue(option)));
    }
}
