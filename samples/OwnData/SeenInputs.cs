using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Samples;

/// <summary>What the cell inside a <see cref="Cells.MissingValueCell"/> sees of a sequence with gaps.</summary>
static class SeenInputs
{
    /// <summary>The names of its inputs: the values last seen, what was read just now, how old the values are.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyList<string> features) =>
        [.. features, .. features.Select(feature => $"{feature}: read?"), .. features.Select(feature => $"{feature}: age")];

    /// <summary>Its inputs: values last seen, standardised, marks of those in this reading, logarithms of ages.</summary>
    public static Sequence Of(Sequence sequence, Standardization scale)
    {
        var features = sequence.Features;
        var seen = Matrix<float>.Build.Dense(sequence.Length, 3 * features);
        for (var feature = 0; feature < features; feature++)
        {
            var (held, age) = (0f, 0f);
            for (var step = 0; step < sequence.Length; step++)
            {
                var value = sequence.Values[step, feature];
                var isRead = !float.IsNaN(value);
                held = isRead ? (value - scale.Mean[feature]) / scale.StandardDeviation[feature] : held;
                age = isRead ? 0 : age + (sequence.Timespans?[step] ?? 1);
                seen[step, feature] = held;
                seen[step, features + feature] = isRead ? 1 : 0;
                seen[step, 2 * features + feature] = MathF.Log(1 + age);
            }
        }

        return new(seen) { Timespans = sequence.Timespans };
    }
}
