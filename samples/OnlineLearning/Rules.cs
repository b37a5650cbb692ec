using LiquidNet.Online;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>From the name of a rule to what learns by it.</summary>
static class Rules
{
    /// <summary>The rules that every network can learn by, those without and with gradients.</summary>
    public static IReadOnlyList<Rule> Learning { get; } = [Rule.Rls, Rule.Immediate, Rule.Tbptt, Rule.Snap1, Rule.Rtrl];

    /// <summary>A learner.</summary>
    /// <param name="rule">The rule, one of <see cref="Learning"/>.</param>
    /// <param name="network">What learns.</param>
    /// <param name="rate">The learning rate of RMSprop, where there is a gradient.</param>
    /// <param name="window">Through how many steps truncated backpropagation goes back.</param>
    public static OnlineLearner Create(Rule rule, LiquidNetwork network, float rate, int window = 16)
    {
        // A longer mean than the default's: one observation at a time is noisy.
        var optimizer = new RmsProp(rate) { Decay = 0.99f };
        return rule switch
        {
            Rule.Immediate => new ImmediateDerivative(network, optimizer),
            Rule.Tbptt => new TruncatedBackpropagation(network, window, optimizer),
            Rule.Snap1 => new SnAp1(network, optimizer),
            Rule.Rtrl => new RealTimeRecurrentLearning(network, optimizer),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "No learner goes by that name."),
        };
    }
}
