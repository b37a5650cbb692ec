using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Online;
using LiquidNet.Tests.Cells;
using LiquidNet.Tests.Runs.Support;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Online;

/// <summary>Readings at irregular times, with a target each, for a learner and for whole sequences alike.</summary>
sealed record Readings(float[][] Inputs, float[] Timespans, float[][] Targets)
{
    public int Count => Inputs.Length;

    /// <summary>Readings with gaps where the cell takes them, at timespans that are zero, tiny, and as long as it is meant for.</summary>
    public static Readings For(LiquidNetwork network, int count, float longest = 1, int seed = 1)
    {
        var random = new Random(seed);
        var allowed = Gaps.AllowedIn(network.Cell);
        return new Readings(
            [.. Enumerable.Range(0, count).Select(step => Numbers(network.InputSize)
                .Select((value, feature) => Gaps.IsAt(step, feature, allowed) ? float.NaN : value).ToArray())],
            [.. Enumerable.Range(0, count).Select(step => Timespan(step))],
            [.. Enumerable.Range(0, count).Select(_ => Numbers(network.OutputSize))]);

        float Timespan(int step) => (step % 5) switch
        {
            1 => 0,
            2 => 1e-6f * longest,
            4 => longest,
            _ => longest * random.NextSingle(),
        };

        float[] Numbers(int size) => [.. Enumerable.Range(0, size).Select(_ => 2 * random.NextSingle() - 1)];
    }

    /// <summary>The network of a recipe, every parameter scattered.</summary>
    public static LiquidNetwork Network(string cell, int outputs = 2) =>
        LiquidNetwork.Regressor(CellCatalog.Find(cell).CreateScattered(seed: 1), outputs, seed: 1);

    /// <summary>The same for a cell by itself.</summary>
    public static LiquidNetwork Network(LiquidCell cell, int outputs = 2) => LiquidNetwork.Regressor(cell, outputs, seed: 1);

    /// <summary>All readings, of which the last prediction has a target.</summary>
    public Sequence AsSequence(int? label = null) => new(Matrix<float>.Build.DenseOfRowArrays(Inputs))
    {
        Timespans = Timespans,
        Target = label is null ? Targets[^1] : null,
        Label = label,
    };

    /// <summary>The readings from one on.</summary>
    public Readings From(int first) => new(Inputs[first..], Timespans[first..], Targets[first..]);

    /// <summary>Observes everything, and corrects the last prediction alone.</summary>
    /// <returns>The gradient that was found, one parameter after the other.</returns>
    public float[] GradientOf(GradientLearner learner)
    {
        for (var step = 0; step < Count; step++)
            learner.Observe(Inputs[step], Timespans[step]);
        learner.Correct(Targets[^1]);
        return Flat(learner.Gradients);
    }

    /// <summary>Observes and corrects everything.</summary>
    /// <returns>The losses.</returns>
    public double[] Learn(OnlineLearner learner)
    {
        var losses = new double[Count];
        for (var step = 0; step < Count; step++)
        {
            learner.Observe(Inputs[step], Timespans[step]);
            losses[step] = learner.Correct(Targets[step]);
        }

        return losses;
    }

    public static float[] Flat(GradientSet gradients) =>
        [.. Enumerable.Range(0, gradients.Parameters.Count).SelectMany(index => gradients[index].ToArray())];
}
