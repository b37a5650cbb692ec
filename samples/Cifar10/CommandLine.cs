using System.Globalization;
using System.Numerics;
using System.Text;

namespace LiquidNet.Samples;

/// <summary>A command line that cannot be understood; the message is one line.</summary>
sealed class CommandLineException(string message) : Exception(message);

/// <summary>Reads options and explains them.</summary>
static class CommandLine
{
    static readonly Option[] Options =
    [
        new("--arrangement", "KIND", "rows, columns, patches, or held (the whole image at every step). Default: rows.",
            (options, text) => options with { Arrangement = Choice<Arrangement>(text) }),
        new("--patch", "PIXELS", "Side of a patch; divides 32. Default: 8.",
            (options, text) => options with { PatchSize = Number(text, 1, 32) }),
        new("--steps", "N", "Steps for which an image is held. Default: 6.",
            (options, text) => options with { HeldSteps = Number(text, 1, 1_000) }),
        new("--units", "N", "Neurons of the cell. Default: 128, held 20.",
            (options, text) => options with { Units = Number(text, 1, 10_000) }),
        new("--time-constant", "TAU", "Initial time constant, in steps; it is learned. Default: {TimeConstant}.",
            (options, text) => options with { TimeConstant = Number(text, 0.01f, 1e6f) }),
        new("--identity", null, "Let the cell's drive be linear instead of tanh.",
            (options, _) => options with { Saturates = false }),
        new("--epochs", "N", "How often all images are gone through. Default: {Epochs}.",
            (options, text) => options with { Epochs = Number(text, 1, 100_000) }),
        new("--batch", "N", "Images in a batch. Default: {Batch}.",
            (options, text) => options with { Batch = Number(text, 1, 100_000) }),
        new("--rate", "RATE", "Learning rate. Default: {Rate}.",
            (options, text) => options with { Rate = Number(text, 1e-10f, 1e10f) }),
        new("--momentum", "SHARE", "Momentum of gradient descent, 0 to below 1. Default: 0.9.",
            (options, text) => options with { Momentum = Number(text, 0f, 0.9999f) }),
        new("--adam", null, "Use Adam instead of gradient descent; choose a rate near 0.001.",
            (options, _) => options with { Adam = true }),
        new("--schedule", "KIND", "Learning rate over time: constant, cosine (down to 0), steps (a tenth from half-way on). Default: cosine.",
            (options, text) => options with { Schedule = Choice<RateSchedule>(text) }),
        new("--decay", "DECAY", "Weight decay. Default: {WeightDecay}.",
            (options, text) => options with { WeightDecay = Number(text, 0f, 1f) }),
        new("--clip", "NORM", "Longest gradient; 0 for no limit. Default: 1.",
            (options, text) => options with { Clip = Number(text, 0f, 1e10f) }),
        new("--flips", null, "Mirror half of the training images, drawn anew each epoch.",
            (options, _) => options with { Flips = true }),
        new("--crop", "PIXELS", "Shift training images by up to so many pixels, drawn anew each epoch. Default: 0.",
            (options, text) => options with { Crop = Number(text, 0, 16) }),
        new("--seed", "N", "Seed of weights, order and synthetic images. Same seed, same result. Default: 1.",
            (options, text) => options with { Seed = Number(text, 0, int.MaxValue) }),
        new("--threads", "N", "Threads; 0 for one per processor. Never changes a result. Default: 0.",
            (options, text) => options with { Threads = Number(text, 0, 1_024) }),
        new("--data", "PATH", "Folder or archive with CIFAR-10's binary version. Default: the cache folder.",
            (options, text) => options with { Data = text }),
        new("--download", null, "Download CIFAR-10 (163 MB) into the cache folder if it is not there.",
            (options, _) => options with { Download = true }),
        new("--synthetic", null, "Use synthetic images even where CIFAR-10 is at hand.",
            (options, _) => options with { Synthetic = true }),
        new("--images", "N", "Train on the first N images only. Default: all.",
            (options, text) => options with { Images = Number(text, 1, int.MaxValue) }),
        new("--help", null, "Show this text.",
            (options, _) => options with { WantsHelp = true }),
    ];

    /// <summary>Every option with its meaning and default.</summary>
    public static string Help
    {
        get
        {
            var text = new StringBuilder()
                .AppendLine("Trains a liquid neural network on CIFAR-10 and evaluates it.")
                .AppendLine()
                .AppendLine("  dotnet run -c Release --project samples/Cifar10 -- [options]")
                .AppendLine();
            foreach (var option in Options)
            {
                var help = option.Help;
                foreach (var (name, value) in Defaults)
                    help = help.Replace($"{{{name}}}", value, StringComparison.Ordinal);
                text.AppendLine($"  {option.Name + (option.Argument is null ? "" : " " + option.Argument),-21} {help}");
            }

            return text.AppendLine()
                .AppendLine("Without CIFAR-10, in the cache folder or by --data or --download, synthetic images are used.")
                .Append("Exit code: 0 done, 1 data or training failed, 2 options not understood, 130 interrupted.")
                .ToString();
        }
    }

    static IEnumerable<(string Name, string Value)> Defaults
    {
        get
        {
            var (rows, held) = (SampleOptions.For(Arrangement.Rows), SampleOptions.For(Arrangement.Held));
            yield return (nameof(rows.TimeConstant), Both(rows.TimeConstant, held.TimeConstant));
            yield return (nameof(rows.Epochs), Both(rows.Epochs, held.Epochs));
            yield return (nameof(rows.Batch), Both(rows.Batch, held.Batch));
            yield return (nameof(rows.Rate), Both(rows.Rate, held.Rate));
            yield return (nameof(rows.WeightDecay), Both(rows.WeightDecay, held.WeightDecay));
        }
    }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="CommandLineException">An option is unknown, or its value is.</exception>
    public static SampleOptions Parse(IReadOnlyList<string> arguments)
    {
        var given = Read(arguments).ToArray();

        // The arrangement comes first: the defaults of the other options depend on it.
        var arrangement = Arrangement.Rows;
        foreach (var (option, text) in given)
            arrangement = option.Apply(SampleOptions.For(arrangement), text).Arrangement;
        var options = given.Aggregate(SampleOptions.For(arrangement), (options, one) => one.Option.Apply(options, one.Text));
        if (options.Arrangement == Arrangement.Patches && 32 % options.PatchSize != 0)
            throw new CommandLineException($"--patch {options.PatchSize} does not divide 32; choose 1, 2, 4, 8, 16 or 32.");
        if (options.Synthetic && (options.Data is not null || options.Download))
            throw new CommandLineException("--synthetic contradicts --data and --download; choose one.");
        if (options.Data is not null && options.Download)
            throw new CommandLineException("--download fills the cache folder, so --data is not needed with it; choose one.");
        return options;
    }

    static IEnumerable<(Option Option, string Text)> Read(IReadOnlyList<string> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var parts = arguments[index].Split('=', 2);
            var name = parts[0] is "-h" or "-?" ? "--help" : parts[0];
            var option = Array.Find(Options, option => option.Name == name)
                ?? throw new CommandLineException($"There is no option '{arguments[index]}'; --help lists all.");
            if (option.Argument is null)
            {
                if (parts.Length > 1)
                    throw new CommandLineException($"{option.Name} takes no value.");
                yield return (option, "");
                continue;
            }

            if (parts.Length == 1 && index + 1 == arguments.Count)
                throw new CommandLineException($"{option.Name} needs a value: {option.Name} {option.Argument}.");
            var text = parts.Length > 1 ? parts[1] : arguments[++index];
            yield return (option with { Apply = (options, value) => Apply(option, options, value) }, text);
        }
    }

    static SampleOptions Apply(Option option, SampleOptions options, string text)
    {
        try
        {
            return option.Apply(options, text);
        }
        catch (FormatException problem)
        {
            throw new CommandLineException($"{option.Name} {text}: {problem.Message}");
        }
    }

    static T Number<T>(string text, T least, T most)
        where T : INumber<T>
    {
        if (!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !(value >= least && value <= most))
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"expected a number from {least} to {most}."));
        return value;
    }

    static T Choice<T>(string text)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        throw new FormatException($"expected {string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()))}.");
    }

    static string Both<T>(T rows, T held)
        where T : IFormattable, IEquatable<T>
    {
        var (first, second) = (rows.ToString(null, CultureInfo.InvariantCulture), held.ToString(null, CultureInfo.InvariantCulture));
        return first == second ? first : $"{first}, held {second}";
    }

    sealed record Option(string Name, string? Argument, string Help, Func<SampleOptions, string, SampleOptions> Apply);
}
