using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Kernels;

namespace LiquidNet.Runs;

/// <summary>Which inputs a model takes: finite numbers and, where its equation knows what to do with them, values that are
/// missing.</summary>
sealed class InputRule
{
    readonly bool[] mayBeMissing;
    readonly Func<int, string> describe;

    /// <summary>Reads the rule from an equation.</summary>
    /// <param name="step">The equation of a step.</param>
    /// <param name="inputSize">Numbers of the equation's input.</param>
    /// <param name="features">Features of a sequence; in both directions, the input holds them twice.</param>
    /// <param name="describe">How a message speaks of a feature.</param>
    public InputRule(Signal step, int inputSize, int features, Func<int, string> describe)
    {
        var allowed = MissingValues.AllowedIn(step, inputSize);
        mayBeMissing = allowed[..features];
        for (var feature = 0; feature < features && inputSize > features; feature++)
            mayBeMissing[feature] &= allowed[features + feature];
        this.describe = describe;
    }

    /// <summary>The first feature that is refused, or -1 where all are taken. Allocates nothing.</summary>
    public int FirstRefused(ReadOnlySpan<float> features)
    {
        if (Finite.All(features))
            return -1;
        var feature = 0;
        while (feature < features.Length && Takes(feature, features[feature]))
            feature++;
        return feature < features.Length ? feature : -1;
    }

    /// <summary>Why a value is refused, and what to do.</summary>
    public string Refusal(int feature, float value)
    {
        var remedy = (float.IsNaN(value), mayBeMissing[feature]) switch
        {
            (true, _) => "inputs must be finite. Where values are missing, put a MissingValueCell around the cell",
            (_, true) => "inputs must be finite, or NaN where a value is missing",
            _ => "inputs must be finite",
        };
        return FormattableString.Invariant($"{describe(feature)} is {value}; {remedy}.");
    }

    bool Takes(int feature, float value) => float.IsFinite(value) || (float.IsNaN(value) && mayBeMissing[feature]);
}
