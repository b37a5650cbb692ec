using System.Globalization;

namespace LiquidNet;

/// <summary>Lists of quantiles, and what their outputs are called.</summary>
static class Quantile
{
    /// <summary>A list of quantiles as one that does not change.</summary>
    /// <exception cref="ArgumentException">The list is empty, or not in increasing order.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A quantile is not between 0 and 1.</exception>
    public static IReadOnlyList<float> Checked(IReadOnlyList<float> quantiles, string parameter)
    {
        ArgumentNullException.ThrowIfNull(quantiles, parameter);
        if (quantiles.Count == 0)
            throw new ArgumentException("At least one quantile is expected.", parameter);
        for (var index = 0; index < quantiles.Count; index++)
        {
            if (!(quantiles[index] > 0 && quantiles[index] < 1))
            {
                throw new ArgumentOutOfRangeException(
                    parameter, quantiles[index], FormattableString.Invariant($"Quantile {index} is expected between 0 and 1."));
            }

            if (index > 0 && quantiles[index] <= quantiles[index - 1])
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Quantiles are expected in increasing order, but {quantiles[index]} follows ")
                    + FormattableString.Invariant($"{quantiles[index - 1]}."),
                    parameter);
            }
        }

        return Array.AsReadOnly(quantiles.ToArray());
    }

    /// <summary>Such as "2.5 %".</summary>
    public static string NameOf(float quantile) => $"{((decimal)quantile * 100).ToString("0.#####", CultureInfo.InvariantCulture)} %";

    /// <summary>Such as "10 %, 50 %, 90 %".</summary>
    public static string NamesOf(IReadOnlyList<float> quantiles) => string.Join(", ", quantiles.Select(NameOf));

    /// <summary>The names of outputs, such as "power +1 10 %": all quantiles of the first target, then those of the next.</summary>
    /// <param name="targets">The names of the targets; empty where they have none.</param>
    /// <param name="quantiles">The quantiles; empty where there is one output for each target, which is called as the target is.</param>
    public static IReadOnlyList<string> NamesOf(IReadOnlyList<string> targets, IReadOnlyList<float> quantiles) => quantiles.Count == 0
        ? targets
        : [.. targets.SelectMany(target => quantiles.Select(quantile => $"{target} {NameOf(quantile)}"))];

    /// <summary>The names of the targets, taken from those of outputs; empty where these are called otherwise.</summary>
    public static IReadOnlyList<string> TargetNamesOf(IReadOnlyList<string> outputs, IReadOnlyList<float> quantiles)
    {
        if (quantiles.Count == 0)
            return outputs;
        var suffix = $" {NameOf(quantiles[0])}";
        string[] targets = [.. outputs.Chunk(quantiles.Count).Select(
            ofTarget => ofTarget[0].EndsWith(suffix, StringComparison.Ordinal) ? ofTarget[0][..^suffix.Length] : "")];
        return NamesOf(targets, quantiles).SequenceEqual(outputs) ? targets : [];
    }
}
