using LiquidNet.Circuits;
using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Onnx.Tests.Support;

/// <summary>Sequences side by side with the states that they begin with.</summary>
sealed record Batch(IReadOnlyList<Sequence> Sequences, Matrix<float> InitialStates)
{
    public int Count => Sequences.Count;

    public int Steps => Sequences.Max(sequence => sequence.Length);

    /// <summary>
    /// Draws a batch with irregular timespans, of which some are zero and some tiny, and with gaps wherever the network takes them.
    /// </summary>
    public static Batch Draw(LiquidNetwork network, int seed, int count, int steps, float longestTimespan, bool isRagged = false)
    {
        var random = new Random(seed);
        var mayBeMissing = MissingValues.AllowedIn(network.Model.Step.Equation, network.Model.InputSize);
        var lengths = Enumerable.Range(0, count).Select(index => isRagged && index > 0 ? random.Next(1, steps + 1) : steps).ToArray();
        return new(
            [.. lengths.Select(Draw)],
            Matrix<float>.Build.Dense(count, network.Cell.StateSize, (_, _) => Number()));

        Sequence Draw(int length) => new(Matrix<float>.Build.Dense(length, network.InputSize, (_, feature) => Reading(feature)))
        {
            Timespans = [.. Enumerable.Range(0, length).Select(_ => Timespan())],
        };

        float Reading(int feature) => mayBeMissing[feature] && random.Next(3) == 0 ? float.NaN : Number();

        float Number() => 2 * random.NextSingle() - 1;

        float Timespan() => random.Next(5) switch
        {
            0 => 0,
            1 => 1e-6f,
            2 => longestTimespan,
            _ => longestTimespan * random.NextSingle(),
        };
    }

    /// <summary>The same batch with one timespan everywhere.</summary>
    public Batch WithTimespan(float timespan) => this with
    {
        Sequences = [.. Sequences.Select(sequence => new Sequence(sequence.Values)
        {
            Timespans = [.. Enumerable.Repeat(timespan, sequence.Length)],
        })],
    };

    /// <summary>The inputs of a step [batch x features]; nonsense where a sequence is over.</summary>
    public float[] InputsAt(int step) => [.. Sequences.SelectMany(sequence =>
        step < sequence.Length ? sequence.Values.Row(step).ToArray() : [.. Enumerable.Repeat(7f, sequence.Features)])];

    /// <summary>The timespans of a step [batch x 1]; nonsense where a sequence is over.</summary>
    public float[] TimespansAt(int step) =>
        [.. Sequences.Select(sequence => step < sequence.Length ? sequence.Timespans![step] : 0.7f)];

    /// <summary>Which sequences have a step [batch x 1].</summary>
    public bool[] MaskAt(int step) => [.. Sequences.Select(sequence => step < sequence.Length)];

    /// <summary>[batch x StateSize].</summary>
    public float[] States => InitialStates.ToRowMajorArray();

    /// <summary>What something is at all steps, one after the other.</summary>
    public T[] Over<T>(Func<int, T[]> at) => [.. Enumerable.Range(0, Steps).SelectMany(at)];
}
