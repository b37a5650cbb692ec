using LiquidNet.Tests.Golden;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Onnx.Tests.Support;

/// <summary>What a network makes of a batch: predictions at every real step of each sequence, and the states at the end.</summary>
sealed record Outcome(IReadOnlyList<double[]> Predictions, double[] LastStates)
{
    /// <summary>The outcome that the library itself computes.</summary>
    public static Outcome Of(LiquidNetwork network, Batch batch)
    {
        var predictions = network.Forward(batch.Sequences, batch.InitialStates, out var states);
        return new([.. predictions.Select(Numbers)], Numbers(states));
    }

    /// <summary>An outcome of predictions [time x batch x outputs] and states [batch x StateSize].</summary>
    public static Outcome Of(Batch batch, float[] predictions, float[] states)
    {
        var outputs = predictions.Length / (batch.Steps * batch.Count);
        return new(
            [.. batch.Sequences.Select((sequence, index) => Enumerable.Range(0, sequence.Length)
                .SelectMany(step => predictions.AsSpan((step * batch.Count + index) * outputs, outputs).ToArray())
                .Select(value => (double)value)
                .ToArray())],
            Array.ConvertAll(states, value => (double)value));
    }

    public void ShouldAgreeWith(Outcome expected)
    {
        foreach (var (index, (actual, wanted)) in Predictions.Zip(expected.Predictions).Index())
            Tolerance.ShouldAgree(actual, wanted, Tolerance.Outputs, $"prediction {index}");
        Tolerance.ShouldAgree(LastStates, expected.LastStates, Tolerance.Outputs, "last state");
    }

    static double[] Numbers(Matrix<float> matrix) => Array.ConvertAll(matrix.ToRowMajorArray(), value => (double)value);
}
