using LiquidNet.Equations;

namespace LiquidNet.Cells.Blocks;

/// <summary>What is common to all CfC layers: from features and a timespan to the next state.</summary>
abstract class ClosedForm
{
    /// <summary>The next state [units].</summary>
    /// <param name="features">What the heads see.</param>
    /// <param name="timespan">The time that passes [1].</param>
    public abstract Signal Next(Signal features, Signal timespan);

    /// <summary>Creates the parameters of a layer.</summary>
    /// <param name="options">Which closed form.</param>
    /// <param name="prefix">What all names of parameters begin with.</param>
    /// <param name="head">Makes the weights [features x units] of a head, given their name.</param>
    /// <param name="time">Makes the weights [features x units] of the gate, given their name.</param>
    /// <param name="seed">Seed of all other parameters.</param>
    /// <exception cref="InvalidOperationException">There are to be gates in a form that has none.</exception>
    public static ClosedForm Create(
        ClosedFormOptions options, string prefix, Func<string, Parameter> head, Func<string, Parameter> time, int seed)
    {
        var first = Map("ff1", head);
        if (options.Mode == CfcMode.Pure)
        {
            return options.TimeGates is null
                ? new PureClosedForm(first, prefix, seed)
                : throw new InvalidOperationException("A CfC in Pure mode has no time gates: leave TimeGates null, or take another mode.");
        }

        var (slope, offset) = (Map("time_a", time), Map("time_b", time));
        options.TimeGates?.MoveBiases(slope.Bias.Values, offset.Bias.Values, options.TimeSign);
        return new GatedClosedForm(first, Map("ff2", head), slope, offset, options);

        LinearMap Map(string name, Func<string, Parameter> weights) =>
            LinearMap.Over(prefix + name, weights(LinearMap.WeightsOf(prefix + name)), seed);
    }
}
