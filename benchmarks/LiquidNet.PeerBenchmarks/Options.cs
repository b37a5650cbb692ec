using System.Globalization;
using LiquidNet.Benchmarks;

namespace LiquidNet.PeerBenchmarks;

/// <summary>What the command line asks for.</summary>
sealed record Options
{
    /// <summary>How to call the program.</summary>
    public const string Usage =
        """
        Measures LiquidNet beside ONNX Runtime and TorchSharp and prints rows
        system,version,model,config,threads,mode,metric,min,median,max

          --threads 1,2            threads of each measurement                      default 1
          --budget 2               seconds per system and row                       default 2
          --quiet 0.1              processor cores that others may use meanwhile    default 0.1
          --configs C1b,C3         default all of C1a C1b C2a C2b C3 C4 C5 C6a C6b
          --models cfc,ltc         default all of simple cfc cfc0 cfc-pure ltc ltc-ncp wcfc-ncp
          --modes stream,train     default all of stream stream-api seq train learn
          --systems liquidnet,ort  default all of liquidnet torchsharp ort ort-steps ort-scan; none only compares
          --with a.csv,b.csv       rows of other programs, or of earlier runs, for the comparison
          --results folder         writes tables of all rows, named by the processor
        """;

    public IReadOnlyList<int> Threads { get; private init; } = [1];

    public double Budget { get; private init; } = 2;

    public double Quiet { get; private init; } = 0.1;

    public IReadOnlyList<BenchmarkShape> Shapes { get; private init; } = BenchmarkShape.All;

    public IReadOnlyList<string> Models { get; private init; } = BenchmarkModel.All;

    public IReadOnlyList<string> Modes { get; private init; } = BenchmarkMode.All;

    public IReadOnlyList<string>? Systems { get; private init; }

    public IReadOnlyList<string> OtherRows { get; private init; } = [];

    public string? Results { get; private init; }

    /// <summary>Reads pairs of a name and a value.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a value is missing or not possible.</exception>
    public static Options Parse(string[] arguments)
    {
        var options = new Options();
        for (var index = 0; index < arguments.Length; index += 2)
        {
            var value = index + 1 < arguments.Length
                ? arguments[index + 1]
                : throw new ArgumentException($"'{arguments[index]}' has no value.");
            options = options.With(arguments[index], value);
        }

        return options;
    }

    Options With(string name, string value) => name switch
    {
        "--threads" => this with { Threads = [.. List(value).Select(text => (int)Constant(text, least: 1))] },
        "--budget" => this with { Budget = Constant(value, least: 0) },
        "--quiet" => this with { Quiet = Constant(value, least: 0) },
        "--configs" => this with { Shapes = [.. List(value).Select(BenchmarkShape.Of)] },
        "--models" => this with { Models = Known(value, BenchmarkModel.All) },
        "--modes" => this with { Modes = Known(value, BenchmarkMode.All) },
        "--systems" => this with { Systems = List(value) },
        "--with" => this with { OtherRows = List(value) },
        "--results" => this with { Results = value },
        _ => throw new ArgumentException($"There is no option '{name}'."),
    };

    static string[] List(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries);

    static string[] Known(string value, IReadOnlyList<string> names)
    {
        var chosen = List(value);
        return Array.Find(chosen, name => !names.Contains(name)) is { } unknown
            ? throw new ArgumentException($"'{unknown}' is unknown; known are {string.Join(", ", names)}.")
            : chosen;
    }

    static double Constant(string text, double least) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new ArgumentException($"'{text}' is not a number of at least {least}.");
}
