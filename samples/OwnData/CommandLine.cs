using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LiquidNet.Data;

namespace LiquidNet.Samples;

/// <summary>The options of the program: how they are read, explained and checked.</summary>
static class CommandLine
{
    const string Description = """
        Trains and compares networks on a table of yours, and writes the best one, its predictions and a report.

          dotnet run -c Release --project samples/OwnData -- --csv FILE --forecast COLUMN [options]

        Say what is to be learned: --forecast, --label, --labels or --targets. Without --csv, the yearly sunspot numbers from 1700 to 2008
        are forecast (NOAA National Geophysical Data Center, public domain).
        Exit code: 0 done, 1 the table or training failed, 2 options not understood, 130 interrupted.
        """;

    static readonly Option<string[]> Csv = List("--csv", "The table: text with a header, in UTF-8; several are read as one.", "FILE");
    static readonly Option<string?> Id = Text("--id", "COLUMN", "Says to which sequence a row belongs. Default: all rows are one.");
    static readonly Option<string?> Time = Text("--time", "COLUMN", "Says when a row was. Default: rows follow at equal times.");
    static readonly Option<string?> TimeOfDay = Text(
        "--time-of-day", "COLUMN", "Says what time it was, where the column of time has the date alone.");

    static readonly Option<string?> NamesFrom = Text(
        "--names-from", "COLUMN", "Names the variable, where each row has one reading (long format): each becomes a feature.");

    static readonly Option<string?> ValuesFrom = Text("--values-from", "COLUMN", "Has the value of that variable.");

    static readonly Option<DuplicateRule?> Duplicates = Choice<DuplicateRule>(
        "--duplicates", "RULE", "refuse, first, last or mean: what becomes of two readings of one variable at one time. Default: refuse.");

    static readonly Option<string?> Label = Text("--label", "COLUMN", "The class of each sequence is to be learned.");
    static readonly Option<string?> Labels = Text("--labels", "COLUMN", "The class of each row is to be learned.");
    static readonly Option<string[]> Targets = List("--targets", "The values of these columns are to be learned, row by row.");
    static readonly Option<string[]> Forecast = List("--forecast", "The coming values of these columns are to be learned.");
    static readonly Option<string[]> Ignore = List("--ignore", "Leave these columns out.");
    static readonly Option<string[]> Categorical = List("--categorical", "These columns hold names, even if they look like numbers.");
    static readonly Option<int> Ahead = Number("--ahead", "How many rows ahead to forecast.", 1, options => options.Ahead);
    static readonly Option<int> Period = Number(
        "--period", "Rows after which values come back, such as 24 for a daily cycle: the baseline repeats them.", 1,
        options => options.Period);

    static readonly Option<int> Length = Number("--length", "Rows in a window to train on.", 2, options => options.Length);
    static readonly Option<int> Units = Number("--units", "Neurons of each network.", 6, options => options.Units);
    static readonly Option<int> Epochs = Number("--epochs", "How often the data are gone through at most.", 1, options => options.Epochs);
    static readonly Option<int> Seeds = Number("--seeds", "How often each network is trained.", 1, options => options.Seeds);
    static readonly Option<int> Threads = Number("--threads", "Threads; 0 for one per processor.", 0, options => options.Threads);

    static readonly Option<ClockUnit?> Unit = Choice<ClockUnit>(
        "--unit", "UNIT", "seconds, minutes, hours or days: the column of time holds dates, and so long is the unit of time.");

    static readonly Option<bool> DecimalComma = new("--decimal-comma")
    {
        Description = "A comma stands before the decimals of a number. Default: a point.",
    };

    static readonly Option<string[]> Missing = List("--missing", "Further texts that mean that nothing was measured, as -999.", "TEXT");

    static readonly Option<string?> Thousands = Text(
        "--thousands", "MARK", "What stands between thousands in numbers: , or . or ' or a quoted blank. Default: nothing.");

    static readonly Option<string?> DateFormat = Text(
        "--date-format", "FORMAT", "How dates are written, such as \"dd.MM.yyyy HH:mm\". Default: with the year first.");

    static readonly Option<string> Output = new("--output")
    {
        Description = "The folder for model, predictions and report. Default: own-data.",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => new SampleOptions().Output,
    };

    /// <summary>Creates the command that reads the options and runs the program with them.</summary>
    public static RootCommand Create(Action<SampleOptions, CancellationToken> run)
    {
        var command = new RootCommand(Description)
        {
            Csv, DecimalComma, Thousands, Missing, DateFormat, Id, Time, TimeOfDay, Unit, NamesFrom, ValuesFrom, Duplicates, Label, Labels,
            Targets, Forecast, Ignore, Categorical, Ahead, Period, Length, Units, Epochs, Seeds, Threads, Output,
        };
        command.Validators.Add(given =>
        {
            var tasks = new Option[] { Label, Labels, Targets, Forecast }.Count(task => given.GetResult(task) is { Implicit: false });
            var hasTable = given.GetResult(Csv) is { Implicit: false };
            if (hasTable && tasks != 1)
                given.AddError("Say what is to be learned, by one of --forecast, --label, --labels and --targets.");
            foreach (var option in new Option[] { DecimalComma, Thousands, Missing, DateFormat, Duplicates })
            {
                if (!hasTable && given.GetResult(option) is { Implicit: false })
                    given.AddError($"{option.Name} says how a table is written: give --csv.");
            }

            if (given.GetValue(Thousands) is not (null or "," or "." or "'" or " "))
                given.AddError("--thousands: expected , or . or ' or a quoted blank.");
            if (given.GetValue(Thousands) == (given.GetValue(DecimalComma) ? "," : "."))
                given.AddError("--thousands: the mark cannot be that before the decimals; say --decimal-comma where that is a comma.");
            if (given.GetResult(NamesFrom) is null != given.GetResult(ValuesFrom) is null)
                given.AddError("--names-from and --values-from go together.");
            if (given.GetResult(NamesFrom) is not null && given.GetResult(Time) is null)
                given.AddError("--names-from: readings of one time are one step; give --time.");
            if (given.GetResult(Duplicates) is not null && given.GetResult(NamesFrom) is null)
                given.AddError("--duplicates is about tables with one reading a row: give --names-from and --values-from.");
            if (given.GetResult(TimeOfDay) is not null && (given.GetResult(Time) is null || given.GetResult(Unit) is null))
                given.AddError("--time-of-day stands beside a column of dates: give --time and --unit.");
            if (given.GetResult(DateFormat) is not null && given.GetResult(Unit) is null)
                given.AddError("--date-format says how dates are written: give --unit, how long the unit of time is.");
            var columns = new Option[]
            {
                Label, Labels, Targets, Forecast, Id, Time, TimeOfDay, NamesFrom, ValuesFrom, Ignore, Categorical,
            };
            if (!hasTable && columns.Any(column => given.GetResult(column) is { Implicit: false }))
                given.AddError("Columns are those of a table: give --csv.");
        });
        command.SetAction((parsed, cancellation) =>
        {
            run(Read(parsed), cancellation);
            return Task.CompletedTask;
        });
        return command;
    }

    static SampleOptions Read(ParseResult given) => new()
    {
        Csv = given.GetValue(Csv) ?? [],
        Thousands = given.GetValue(Thousands) is [var mark] ? mark : null,
        Missing = given.GetValue(Missing) ?? [],
        TimeOfDay = given.GetValue(TimeOfDay),
        NamesFrom = given.GetValue(NamesFrom),
        ValuesFrom = given.GetValue(ValuesFrom),
        Duplicates = given.GetValue(Duplicates) ?? DuplicateRule.Refuse,
        HasDecimalComma = given.GetValue(DecimalComma),
        DateFormat = given.GetValue(DateFormat),
        Id = given.GetValue(Id),
        Time = given.GetValue(Time),
        Unit = given.GetValue(Unit),
        Label = given.GetValue(Label),
        Labels = given.GetValue(Labels),
        Targets = given.GetValue(Targets) ?? [],
        Forecast = given.GetValue(Forecast) ?? [],
        Ignore = given.GetValue(Ignore) ?? [],
        Categorical = given.GetValue(Categorical) ?? [],
        Ahead = given.GetValue(Ahead),
        Period = given.GetValue(Period),
        Length = given.GetValue(Length),
        Units = given.GetValue(Units),
        Epochs = given.GetValue(Epochs),
        Seeds = given.GetValue(Seeds),
        Threads = given.GetValue(Threads),
        Output = given.GetValue(Output)!,
    };

    static Option<T?> Choice<T>(string name, string argument, string help)
        where T : struct, Enum
    {
        return new(name) { Description = help, HelpName = argument, CustomParser = Parse };

        T? Parse(ArgumentResult given)
        {
            var (text, names) = (given.Tokens[0].Value, Enum.GetNames<T>());
            if (names.FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } chosen)
                return Enum.Parse<T>(chosen);
            given.AddError($"{name}: expected {string.Join(", ", names.Select(known => known.ToLowerInvariant()))}, but got '{text}'.");
            return null;
        }
    }

    static Option<string?> Text(string name, string argument, string help) => new(name) { Description = help, HelpName = argument };

    static Option<string[]> List(string name, string help, string argument = "COLUMN") => new(name)
    {
        Description = help,
        HelpName = argument,
        AllowMultipleArgumentsPerToken = true,
    };

    static Option<int> Number(string name, string help, int least, Func<SampleOptions, int> standard)
    {
        var number = standard(new());
        var option = new Option<int>(name)
        {
            Description = string.Create(CultureInfo.InvariantCulture, $"{help} Default: {number}."),
            HelpName = "N",
            DefaultValueFactory = _ => number,
        };
        option.Validators.Add(given =>
        {
            if (given.GetValue(option) < least)
                given.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: expected a number from {least} on."));
        });
        return option;
    }
}
