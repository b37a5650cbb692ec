namespace LiquidNet.Benchmarks;

/// <summary>The size of a benchmarked task.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Batch">Sequences side by side.</param>
/// <param name="Steps">Time steps of each.</param>
/// <param name="Inputs">Features of a step.</param>
/// <param name="Units">Neurons.</param>
/// <param name="Outputs">Motor neurons of a neural circuit policy, or classes of a classifier.</param>
sealed record BenchmarkShape(string Name, int Batch, int Steps, int Inputs, int Units, int Outputs)
{
    /// <summary>From a control task of a few neurons to the largest recurrent networks that are trained on a CPU.</summary>
    public static IReadOnlyList<BenchmarkShape> All { get; } =
    [
        new("C1a", 32, 32, 20, 19, 1),
        new("C1b", 32, 32, 20, 32, 4),
        new("C2a", 16, 32, 8, 32, 4),
        new("C2b", 64, 100, 20, 64, 10),
        new("C3", 128, 32, 96, 128, 10),
        new("C4", 64, 784, 1, 64, 10),
        new("C5", 256, 64, 128, 512, 10),
        new("C6a", 4, 100, 20, 64, 10),
        new("C6b", 8, 100, 20, 64, 10),
    ];

    /// <summary>The shape of a name.</summary>
    public static BenchmarkShape Of(string name) => All.FirstOrDefault(shape => shape.Name == name)
        ?? throw new ArgumentException(
            $"There is no configuration '{name}'; there are {string.Join(", ", All.Select(shape => shape.Name))}.");

    /// <summary>
    /// The part of the task that is run: other libraries hold [batch x units x units] numbers for every unfold of an LTC, for which the
    /// longest tasks need too much memory or time. A shorter task carries its steps in its name.
    /// </summary>
    public BenchmarkShape For(string model, string mode)
    {
        var steps = (model.StartsWith("ltc", StringComparison.Ordinal), mode, Name) switch
        {
            (true, BenchmarkMode.Forward or BenchmarkMode.Train, "C5") => 1,
            (true, BenchmarkMode.Train, "C3") => 8,
            (true, BenchmarkMode.Train, "C4") => 49,
            _ => Steps,
        };
        return steps == Steps ? this : this with { Name = $"{Name}t{steps}", Steps = steps };
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What is done with a model.</summary>
static class BenchmarkMode
{
    /// <summary>The cell alone takes one step of one sample.</summary>
    public const string Stream = "stream";

    /// <summary>The same through the public stream, with its checks and a readout.</summary>
    public const string StreamApi = "stream-api";

    /// <summary>A whole batch forward, all outputs kept.</summary>
    public const string Forward = "seq";

    /// <summary>Forward, back through time, and an update by Adam.</summary>
    public const string Train = "train";

    /// <summary>Learning on the job: a prediction, back through this step alone, and an update by RMSprop.</summary>
    public const string Learn = "learn";

    /// <summary>The matrix products of a training alone, on a window of steps.</summary>
    public const string Products = "products";

    /// <summary>All that others can do too.</summary>
    public static IReadOnlyList<string> All { get; } = [Stream, StreamApi, Forward, Train, Learn];
}
