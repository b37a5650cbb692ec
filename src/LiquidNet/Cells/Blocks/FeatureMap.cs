using LiquidNet.Equations;

namespace LiquidNet.Cells.Blocks;

/// <summary>Factors and addends for the features that go into or come out of a cell; the identity at first.</summary>
sealed class FeatureMap(string name, int features, LtcFeatureMapping mapping)
{
    readonly Parameter factors = Parameter.Vector($"{name}_w", features, initial: 1);
    readonly Parameter addends = Parameter.Vector($"{name}_b", features);

    public Signal Apply(Signal signal) => mapping switch
    {
        LtcFeatureMapping.None => signal,
        LtcFeatureMapping.Linear => signal * factors,
        _ => signal * factors + addends,
    };
}
