using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Runs;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Tests.Runs.Support;

namespace LiquidNet.Tests.Golden;

/// <summary>
/// A model of the library that must compute what a golden file says. Builders say for each parameter where its values stand in the
/// file; loading, running in both precisions and comparing everything is done here.
/// </summary>
sealed class GoldenModel
{
    readonly SafetensorsFile file;
    readonly Dictionary<string, GoldenParameter> taken = [];

    public GoldenModel(LiquidCell cell, SafetensorsFile file)
        : this(cell.ModelOf(), cell.Parameters, file)
    {
    }

    public GoldenModel(CompiledModel model, ParameterSet parameters, SafetensorsFile file)
    {
        Model = model;
        Parameters = parameters;
        this.file = file;
    }

    public CompiledModel Model { get; }

    public ParameterSet Parameters { get; }

    /// <summary>
    /// The parts of the state, one below the other, as the file names them: <c>h</c> is <c>io.h0</c>; mixed memory is <c>h, c</c>.
    /// </summary>
    public IReadOnlyList<string> States { get; init; } = ["h"];

    /// <summary>Whether the file differentiates by the timespans.</summary>
    public bool UsesTimespans { get; init; } = true;

    /// <summary>
    /// Takes a parameter whose values stand in the file in its own order, vectors and torch's weights (out, in); by default under its name.
    /// </summary>
    public GoldenModel Take(string parameter, string? tensor = null) => Take(parameter, read => read(tensor ?? parameter));

    /// <summary>Takes a matrix that the file holds as (in, out), as Keras does.</summary>
    public GoldenModel TakeTransposed(string parameter, string tensor)
    {
        var (rows, columns) = (file.Shape(tensor)[0], file.Shape(tensor)[1]);
        return TakeElements(
            parameter, tensor, [.. Enumerable.Range(0, rows * columns).Select(index => index % rows * columns + index / rows)]);
    }

    /// <summary>Takes some elements of a tensor, in this order; the file's gradient by all others must be zero.</summary>
    public GoldenModel TakeElements(string parameter, string tensor, IReadOnlyList<int> elements)
    {
        var gradient = file.Contains(GoldenGradients.Plain + tensor) ? file.Doubles(GoldenGradients.Plain + tensor) : [];
        for (var index = 0; index < gradient.Length; index++)
        {
            if (gradient[index] != 0 && !elements.Contains(index))
                throw new InvalidDataException($"'{tensor}'[{index}] has a gradient, but parameter '{parameter}' does not hold it.");
        }

        return Take(parameter, read =>
        {
            var all = read(tensor);
            return [.. elements.Select(index => all[index])];
        });
    }

    /// <summary>Takes a parameter that is put together from the file; its gradient is put together in the same way.</summary>
    /// <param name="parameter">The library's name.</param>
    /// <param name="values">Given a reader of tensors, the values in the parameter's own order.</param>
    public GoldenModel Take(string parameter, Func<Func<string, double[]>, double[]> values) =>
        Add(parameter, new GoldenParameter(values(file.Doubles), values));

    /// <summary>Takes a parameter that is an elementwise function of a tensor.</summary>
    /// <param name="parameter">The library's name.</param>
    /// <param name="tensor">The file's name.</param>
    /// <param name="value">The parameter's raw value, from the file's.</param>
    /// <param name="slope">By how much the file's value changes with the raw one, from the file's value.</param>
    public GoldenModel Take(string parameter, string tensor, Func<double, double> value, Func<double, double> slope)
    {
        var values = file.Doubles(tensor);
        return Add(parameter, new GoldenParameter(
            Array.ConvertAll(values, number => value(number)),
            read => [.. read(tensor).Zip(values, (gradient, number) => gradient * slope(number))]));
    }

    /// <summary>Sets a parameter that the file does not have and does not differentiate by.</summary>
    public GoldenModel Fix(string parameter, params double[] values) => Add(parameter, new GoldenParameter(values, null));

    /// <summary>Runs the file's sequences through the engine and, in double precision, through the reference interpreter, and compares
    /// outputs, states and all gradients of both.</summary>
    public void ShouldAgree() => ShouldAgree(GoldenGradients.OfOutputs);

    /// <summary>As <see cref="ShouldAgree()"/>, for another loss than the sum of outputs times cotangents.</summary>
    public void ShouldAgree(GoldenGradients loss)
    {
        Load();
        var episode = EpisodeOf(loss);
        var exact = new ReferenceRun(Model, Parameters)
        {
            Values = [.. Enumerable.Range(0, Parameters.Count).Select(index => Taken(index).Values)],
        };
        Compare(exact.On(episode), loss, Tolerance.Double, Tolerance.Double, "double: ");
        Compare(new EngineRun(Model, Parameters).On(episode), loss, Tolerance.Outputs, Tolerance.Gradients, "float: ");
    }

    /// <summary>Runs the file's sequences through the engine and compares predictions, not logits, with a tensor of the file.</summary>
    public void ShouldPredict(string tensor)
    {
        Load();
        var run = new EngineRun(Model, Parameters) { Output = Model.Predictions, Memory = TapeMemory.Nothing }.On(
            EpisodeOf(GoldenGradients.OfOutputs));
        Tolerance.ShouldAgree(run.Outputs, file.Doubles(tensor), Tolerance.Outputs, tensor);
    }

    Episode EpisodeOf(GoldenGradients loss) => new()
    {
        Batch = file.Shape("io.x")[0],
        Steps = file.Shape("io.x")[1],
        Inputs = file.Doubles("io.x"),
        Timespans = file.Doubles("io.timespans"),
        InitialStates = Stack("io.", "0"),
        Cotangent = file.Doubles(loss.Cotangent),
        OutputGradient = loss.OutputGradient,
    };

    GoldenModel Add(string name, GoldenParameter parameter)
    {
        var expected = Parameters[name].Values.Length;
        if (parameter.Values.Length != expected)
            throw new InvalidDataException($"Parameter '{name}' holds {expected} values; the file gives {parameter.Values.Length}.");
        taken.Add(name, parameter);
        return this;
    }

    /// <summary>Writes the values, rounded, into the model's parameters.</summary>
    void Load()
    {
        for (var index = 0; index < Parameters.Count; index++)
        {
            var values = Taken(index).Values;
            for (var element = 0; element < values.Length; element++)
                Parameters[index].Values[element] = (float)values[element];
            RequireAllowed(index);
        }
    }

    GoldenParameter Taken(int index) => taken.TryGetValue(Parameters.NameOf(index), out var parameter)
        ? parameter
        : throw new InvalidDataException($"Nothing was taken from the file for parameter '{Parameters.NameOf(index)}'.");

    void Compare(RunResult run, GoldenGradients loss, double outputTolerance, double gradientTolerance, string precision)
    {
        Tolerance.ShouldAgree(run.Outputs, file.Doubles("io.y"), outputTolerance, precision + "io.y");
        Tolerance.ShouldAgree(FirstPart(run.States), file.Doubles("io.states"), outputTolerance, precision + "io.states");
        Tolerance.ShouldAgree(LastStates(run.States), Stack("io.", "N"), outputTolerance, precision + "final states");
        Tolerance.ShouldAgree(run.InputGradient, file.Doubles(loss.Prefix + "io.x"), gradientTolerance, precision + "gradient of io.x");
        Tolerance.ShouldAgree(
            run.InitialStateGradient, Stack(loss.Prefix + "io.", "0"), gradientTolerance, precision + "gradient of the initial states");
        if (UsesTimespans)
        {
            Tolerance.ShouldAgree(
                run.TimespanGradient, file.Doubles(loss.Prefix + "io.timespans"), gradientTolerance,
                precision + "gradient of io.timespans");
        }

        for (var index = 0; index < Parameters.Count; index++)
        {
            if (Taken(index).ReadGradient is { } read)
            {
                Tolerance.ShouldAgree(
                    Projected(index, run.ParameterGradients[index]), read(name => file.Doubles(loss.Prefix + name)), gradientTolerance,
                    $"{precision}gradient of {Parameters.NameOf(index)}");
            }
        }
    }

    /// <summary>Makes sure that a parameter's own constraint leaves the file's values as they are.</summary>
    void RequireAllowed(int index)
    {
        var values = Parameters[index].Values.ToArray();
        Parameters[index].Projection?.Apply(values);
        if (!Parameters[index].Values.SequenceEqual(values))
            throw new InvalidDataException($"Parameter '{Parameters.NameOf(index)}' does not allow all values of the file.");
    }

    /// <summary>What training uses of a gradient: nothing for values that a parameter does not have.</summary>
    double[] Projected(int index, double[] gradient)
    {
        var kept = new float[gradient.Length];
        Array.Fill(kept, 1);
        Parameters[index].Projection?.ApplyToGradient(kept);
        return [.. gradient.Zip(kept, (slope, factor) => slope * factor)];
    }

    /// <summary>The parts of the state, side by side for each sample.</summary>
    double[] Stack(string prefix, string suffix)
    {
        var batch = file.Shape("io.x")[0];
        var parts = States.Select(part => file.Doubles($"{prefix}{part}{suffix}")).ToArray();
        return [.. Enumerable.Range(0, batch).SelectMany(
            sample => parts.SelectMany(part => part.Skip(sample * (part.Length / batch)).Take(part.Length / batch)))];
    }

    double[] FirstPart(double[] states)
    {
        var rows = file.Shape($"io.{States[0]}0")[1];
        return [.. states.Chunk(Model.StateSize).SelectMany(state => state.Take(rows))];
    }

    double[] LastStates(double[] states) =>
        [.. states.Chunk(Model.StateSize * file.Shape("io.x")[1]).SelectMany(sample => sample.TakeLast(Model.StateSize))];
}

/// <summary>A parameter as the file has it.</summary>
/// <param name="Values">The raw values, in the parameter's own order.</param>
/// <param name="ReadGradient">Given a reader of the file's gradients, the gradient by the raw values; null where the file has none.</param>
sealed record GoldenParameter(double[] Values, Func<Func<string, double[]>, double[]>? ReadGradient);

/// <summary>A loss by which a golden file differentiates.</summary>
/// <param name="Prefix">What the names of the gradients begin with.</param>
/// <param name="Cotangent">The name of what the outputs, or what follows from them, are multiplied by.</param>
/// <param name="OutputGradient">The gradient by an output, from that output and its cotangent; null where that is the cotangent
/// itself.</param>
sealed record GoldenGradients(string Prefix, string Cotangent, Func<double[], double[], double[]>? OutputGradient = null)
{
    public const string Plain = "grad.";

    public static GoldenGradients OfOutputs { get; } = new(Plain, "io.cotangent");
}
