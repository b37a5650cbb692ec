using LiquidNet.Online;

namespace LiquidNet.Benchmarks;

/// <summary>Learning on the job by the derivative of each step alone.</summary>
sealed class LearningWorkload
{
    readonly ImmediateDerivative learner;
    readonly float[] input;
    readonly float[] target;
    int step;

    public LearningWorkload(string model, BenchmarkShape shape)
    {
        var cell = BenchmarkModel.Create(model, shape);
        learner = new ImmediateDerivative(new LiquidNetwork(cell, new IdentityReadout(cell.OutputSize)));
        input = RandomNumbers.Create(shape.Inputs);
        target = RandomNumbers.Create(cell.OutputSize);
    }

    /// <summary>A prediction and its correction.</summary>
    /// <returns>The loss.</returns>
    public double Run()
    {
        step++;
        (input[0], target[0]) = (MathF.Sin(0.3f * step), MathF.Sin(0.3f * step + 0.3f));
        learner.Observe(input);
        return learner.Correct(target);
    }
}
