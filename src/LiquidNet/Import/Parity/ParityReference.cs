using LiquidNet.Storage;

namespace LiquidNet.Import;

/// <summary>Inputs, and the outputs that a model gave for them elsewhere.</summary>
sealed class ParityReference
{
    readonly float[] input, timespans, outputs, states;
    readonly int features, outputSize, stateSize;

    ParityReference(float[] input, float[] timespans, float[] outputs, float[] states, LiquidNetwork network, int samples, int steps)
    {
        (this.input, this.timespans, this.outputs, this.states) = (input, timespans, outputs, states);
        (features, outputSize, stateSize) = (network.InputSize, network.OutputSize, network.Cell.StateSize);
        (Samples, Steps) = (samples, steps);
    }

    /// <summary>How many sequences there are.</summary>
    public int Samples { get; }

    /// <summary>How many time steps each has.</summary>
    public int Steps { get; }

    /// <summary>Reads a file that fits a network.</summary>
    /// <exception cref="ArgumentException">The network takes or gives other sizes.</exception>
    /// <exception cref="InvalidDataException">A tensor is missing, has another shape, or a number that it cannot have.</exception>
    public static ParityReference Read(SafetensorsFile file, string path, LiquidNetwork network)
    {
        if (Tensor("input").Shape is not [var samples and >= 0 and <= int.MaxValue, var steps and >= 0 and <= int.MaxValue, var features])
            throw Broken($"tensor {Tensor("input")} is not [samples x steps x features]");
        CheckSize("input", features, network.InputSize, "takes", "features");
        if (Tensor("outputs").Shape is not [_, _, var units])
            throw Broken($"tensor {Tensor("outputs")} is not [samples x steps x units]");
        CheckSize("outputs", units, network.OutputSize, "gives", "numbers");
        var states = file.TryGet("state", out _)
            ? Values("state", samples, network.Cell.StateSize)
            : new float[checked(samples * network.Cell.StateSize)];
        var timespans = Values("timespans", samples, steps);
        if (Array.FindIndex(timespans, timespan => !(timespan >= 0)) is >= 0 and var at)
            throw Broken(FormattableString.Invariant($"timespan {at % steps} of sample {at / steps} is {timespans[at]}, below zero"));
        return new ParityReference(
            Values("input", samples, steps, features), timespans, Values("outputs", samples, steps, units), states, network,
            (int)samples, (int)steps);

        StoredTensor Tensor(string name) => file.TryGet(name, out var tensor) ? tensor : throw Broken($"there is no tensor '{name}'");

        float[] Values(string name, params long[] shape)
        {
            if (!Tensor(name).Shape.SequenceEqual(shape))
                throw Broken($"tensor {Tensor(name)} is not [{string.Join(" x ", shape)}]");
            var values = file.ReadValues(name);
            return Array.TrueForAll(values, float.IsFinite) ? values : throw Broken($"tensor '{name}' has a number that is not finite");
        }

        void CheckSize(string name, long stored, int expected, string does, string what)
        {
            if (stored != expected)
            {
                throw new ArgumentException(
                    $"{path}: tensor '{name}' has {stored} {what} a step, but the network {does} {expected}.", nameof(network));
            }
        }

        InvalidDataException Broken(string what) => new($"{path}: {what}.");
    }

    /// <summary>The state before the first step [StateSize].</summary>
    public ReadOnlySpan<float> State(int sample) => states.AsSpan(sample * stateSize, stateSize);

    /// <summary>The input of a step [features].</summary>
    public ReadOnlySpan<float> Input(int sample, int step) => input.AsSpan((sample * Steps + step) * features, features);

    /// <summary>The timespan of a step.</summary>
    public float Timespan(int sample, int step) => timespans[sample * Steps + step];

    /// <summary>The output of a step [units].</summary>
    public ReadOnlySpan<float> Outputs(int sample, int step) => outputs.AsSpan((sample * Steps + step) * outputSize, outputSize);
}
