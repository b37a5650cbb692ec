using LiquidNet.Cells;
using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Benchmarks;

/// <summary>Random sequences with classes, once as a set and once as a matrix per time step, and the network that learns them.</summary>
sealed class TrainingTask
{
    public TrainingTask(int batch, int steps, int features, int units, int classes)
    {
        var random = new Random(1);
        Inputs = [.. Enumerable.Range(0, steps).Select(_ =>
            Matrix<float>.Build.Dense(batch, features, (_, _) => random.NextSingle() - 0.5f))];
        Labels = [.. Enumerable.Range(0, batch).Select(_ => random.Next(classes))];
        Set = SequenceSet.Of(Enumerable.Range(0, batch).Select(sample =>
        {
            var values = Matrix<float>.Build.Dense(steps, features, (step, feature) => Inputs[step][sample, feature]);
            return new Sequence(values) { Label = Labels[sample] };
        }));
        Samples = [.. Enumerable.Range(0, batch)];
        Network = LiquidNetwork.Classifier(new LeakyIntegratorCell(features, units, seed: 1), classes, seed: 1);
        ByHand = new MathNetEulerNetwork(Network.Parameters, batch, steps);
    }

    /// <summary>One matrix per time step [batch x features].</summary>
    public Matrix<float>[] Inputs { get; }

    /// <summary>The class of each sample.</summary>
    public int[] Labels { get; }

    /// <summary>The same samples, as sequences.</summary>
    public SequenceSet Set { get; }

    /// <summary>All positions in the set.</summary>
    public int[] Samples { get; }

    /// <summary>The network.</summary>
    public LiquidNetwork Network { get; }

    /// <summary>The same network, written by hand, with parameters of its own.</summary>
    public MathNetEulerNetwork ByHand { get; }
}
