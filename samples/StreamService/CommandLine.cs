using System.CommandLine;
using System.Globalization;

namespace LiquidNet.Samples;

/// <summary>The options of the program: how they are read, explained and checked.</summary>
static class CommandLine
{
    const string Description = """
        Serves a network to many devices over HTTP, each with a stream of its own.

          dotnet run -c Release --project samples/StreamService -- [options]

        POST /readings   [{"device": "a", "time": "2026-01-01T00:00:00Z", "values": [1, null, 3, 4]}] gives a prediction for each
        POST /model      a model file whose network takes over, if its equation is the same; all states stay
        GET  /health     the model, and how many devices there are

        Exit code: 0 done, 1 the service could not run or the load test failed, 2 options not understood.
        """;

    static readonly Option<string?> Model = new("--model")
    {
        Description = "A network's file; POST /model replaces it. Default: a small network of four values, made at start.",
        HelpName = "FILE",
    };

    static readonly Option<string> States = new("--states")
    {
        Description = $"Where states are kept from one run to the next. Default: {new ServiceOptions().States}.",
        HelpName = "FILE",
        DefaultValueFactory = _ => new ServiceOptions().States,
    };

    static readonly Option<string> Url = new("--url")
    {
        Description = $"Where to listen. Whoever can reach it may replace the model. Default: {new ServiceOptions().Url}.",
        HelpName = "URL",
        DefaultValueFactory = _ => new ServiceOptions().Url,
    };

    static readonly Option<double> Unit = new("--unit")
    {
        Description = "How long the unit of the model's time constants is. Default: 1 second.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => new ServiceOptions().UnitSeconds,
    };

    static readonly Option<bool> LoadTest = new("--load-test")
    {
        Description = "Start the service, send it readings of many devices, restart it half-way, and compare every prediction.",
    };

    static readonly Option<int> Devices = new("--devices")
    {
        Description = $"How many devices the load test has. Default: {Samples.LoadTest.StandardDevices.ToString("N0", Invariant)}.",
        HelpName = "N",
        DefaultValueFactory = _ => Samples.LoadTest.StandardDevices,
    };

    static CultureInfo Invariant => CultureInfo.InvariantCulture;

    /// <summary>Creates the command that reads the options and runs the service, or the load test with a number of devices.</summary>
    public static RootCommand Create(Func<ServiceOptions, Task> serve, Func<int, Task> loadTest)
    {
        var command = new RootCommand(Description) { Model, States, Url, Unit, LoadTest, Devices };
        Unit.Validators.Add(given =>
        {
            if (given.GetValue(Unit) is not (>= 1e-6 and <= 1e9))
                given.AddError("--unit: expected a number of seconds from 1e-6 to 1e9.");
        });
        Devices.Validators.Add(given =>
        {
            if (given.GetValue(Devices) is not (>= 1 and <= 1_000_000))
                given.AddError("--devices: expected a number from 1 to 1,000,000.");
        });
        command.SetAction((given, _) => given.GetValue(LoadTest) ? loadTest(given.GetValue(Devices)) : serve(Read(given)));
        return command;
    }

    static ServiceOptions Read(ParseResult given) => new()
    {
        Model = given.GetValue(Model),
        States = given.GetValue(States)!,
        Url = given.GetValue(Url)!,
        UnitSeconds = given.GetValue(Unit),
    };
}
