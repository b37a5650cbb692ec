using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Seeding;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

/// <summary>Small sets to learn from, and networks to learn them.</summary>
static class Tasks
{
    public const int Features = 3;

    /// <summary>Noisy sequences around three places; the place is the class. Lengths differ if wanted.</summary>
    public static SequenceSet Places(int count, int seed = 1, bool ragged = false) => SequenceSet.Of(
        Enumerable.Range(0, count).Select(index =>
        {
            var random = SplitMix64.For(seed, index);
            var label = index % Features;
            var length = ragged ? 3 + index % 4 : 5;
            return new Sequence(Noise(length, ref random, (row, column, noise) => noise + (column == label ? 1f : 0f))) { Label = label };
        }));

    /// <summary>The same sequences, each with the label of the next place: who learns one set forgets the other.</summary>
    public static SequenceSet Turned(int count) =>
        SequenceSet.Of(Enumerable.Range(0, count)
            .Select(index => Places(count).ToSequence(index))
        .Select(sequence => new Sequence(sequence.Values) { Label = (sequence.Label + 1) % Features }));

    /// <summary>Sequences whose mean is to be told.</summary>
    public static SequenceSet Means(int count) => SequenceSet.Of(
        Enumerable.Range(0, count).Select(index =>
        {
            var random = SplitMix64.For(2, index);
            var values = Noise(5, ref random, (row, column, noise) => noise);
            return new Sequence(values) { Target = [values.RowSums().Sum() / values.RowCount] };
        }));

    public static LiquidNetwork Classifier(int seed = 3) =>
        LiquidNetwork.Classifier(new LeakyIntegratorCell(Features, units: 8, seed: seed), classes: Features, seed: seed);

    public static float[] Weights(LiquidNetwork network) => [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];

    public static void Spoil(Parameter parameter) => parameter.Values[0] = float.NaN;

    delegate float Cell(int row, int column, float noise);

    static Matrix<float> Noise(int length, ref SplitMix64 random, Cell cell)
    {
        var values = Matrix<float>.Build.Dense(length, Features);
        for (var row = 0; row < length; row++)
        {
            for (var column = 0; column < Features; column++)
                values[row, column] = cell(row, column, random.NextSingle(-0.5f, 0.5f));
        }

        return values;
    }
}
