using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Benchmarks;

/// <summary>Random numbers in the shape of a task.</summary>
static class BenchmarkSequences
{
    const int TruthSeed = 2;

    /// <summary>Inputs of every sample, step and feature [batch x time x features], row after row.</summary>
    public static float[] Inputs(BenchmarkShape shape) => RandomNumbers.Create(shape.Batch * shape.Steps * shape.Inputs);

    /// <summary>The class of every sample.</summary>
    public static int[] Labels(BenchmarkShape shape) =>
        [.. RandomNumbers.Create(shape.Batch, TruthSeed).Select(number => (int)(number * shape.Outputs))];

    /// <summary>Target values of every sample, step and output [batch x time x outputs], row after row.</summary>
    public static float[] Targets(BenchmarkShape shape, int outputs) =>
        RandomNumbers.Create(shape.Batch * shape.Steps * outputs, TruthSeed);

    /// <summary>The inputs as sequences without a target.</summary>
    public static Sequence[] ToSequences(BenchmarkShape shape)
    {
        var inputs = Inputs(shape);
        return [.. Enumerable.Range(0, shape.Batch).Select(sample => new Sequence(Rows(inputs, sample, shape.Steps, shape.Inputs)))];
    }

    /// <summary>The inputs with a class each, or with target values at every step.</summary>
    /// <param name="shape">The task.</param>
    /// <param name="targets">Target values of a step; 0 for classes.</param>
    public static SequenceSet ToSet(BenchmarkShape shape, int targets)
    {
        var (inputs, labels, values) = (Inputs(shape), Labels(shape), Targets(shape, targets));
        return SequenceSet.Of(Enumerable.Range(0, shape.Batch).Select(sample => targets == 0
            ? new Sequence(Rows(inputs, sample, shape.Steps, shape.Inputs)) { Label = labels[sample] }
            : new Sequence(Rows(inputs, sample, shape.Steps, shape.Inputs)) { Targets = Rows(values, sample, shape.Steps, targets) }));
    }

    /// <summary>The numbers of a sample [time x numbers of a step].</summary>
    static Matrix<float> Rows(float[] numbers, int sample, int steps, int columns) => Matrix<float>.Build.Dense(
        steps, columns, (step, column) => numbers[(sample * steps + step) * columns + column]);
}
