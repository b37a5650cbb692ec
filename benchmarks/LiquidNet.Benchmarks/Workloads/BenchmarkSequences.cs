using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Benchmarks;

/// <summary>Random numbers in the shape of a task.</summary>
static class BenchmarkSequences
{
    /// <summary>Inputs of every sample, step and feature [batch x time x features], row after row.</summary>
    public static float[] Inputs(BenchmarkShape shape) => RandomNumbers.Create(shape.Batch * shape.Steps * shape.Inputs);

    /// <summary>The inputs as sequences without a truth.</summary>
    public static Sequence[] ToSequences(BenchmarkShape shape)
    {
        var inputs = Inputs(shape);
        return [.. Enumerable.Range(0, shape.Batch).Select(sample => new Sequence(Values(inputs, sample, shape)))];
    }

    /// <summary>The inputs with a class each, or with target values at every step.</summary>
    /// <param name="shape">The task.</param>
    /// <param name="targets">Target values of a step; 0 for classes.</param>
    public static SequenceSet ToSet(BenchmarkShape shape, int targets)
    {
        var inputs = Inputs(shape);
        var random = new Random(2);
        return SequenceSet.Of(Enumerable.Range(0, shape.Batch).Select(sample => targets == 0
            ? new Sequence(Values(inputs, sample, shape)) { Label = random.Next(shape.Outputs) }
            : new Sequence(Values(inputs, sample, shape))
            {
                Targets = Matrix<float>.Build.Dense(shape.Steps, targets, (_, _) => random.NextSingle()),
            }));
    }

    static Matrix<float> Values(float[] inputs, int sample, BenchmarkShape shape) => Matrix<float>.Build.Dense(
        shape.Steps, shape.Inputs, (step, feature) => inputs[(sample * shape.Steps + step) * shape.Inputs + feature]);
}
