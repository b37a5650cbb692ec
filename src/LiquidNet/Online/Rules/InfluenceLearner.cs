using LiquidNet.Equations;
using LiquidNet.Online.Files;
using LiquidNet.Online.Influences;
using LiquidNet.Training;

namespace LiquidNet.Online;

/// <summary>A learner that carries the influence of the parameters on the state forward in time instead of backpropagating.</summary>
public abstract class InfluenceLearner : GradientLearner
{
    readonly Influence influence;

    private protected InfluenceLearner(LiquidNetwork network, Optimizer? optimizer, Loss? loss, bool isDirect)
        : base(network, optimizer, loss) => influence = new Influence(network, isDirect);

    /// <summary>The size of the influence: the number of pairs of a unit and a parameter value that influences it according to the
    /// rule.</summary>
    public long InfluenceSize => influence.Size;

    /// <summary>The number of multiplications that carry the influence forward by one step.</summary>
    public long MultiplicationsPerStep => influence.Multiplications;

    private protected override void Follow(StreamStep step) => influence.Advance(step);

    private protected override void AddGradient(StreamStep step, ReadOnlySpan<float> logitGradient, GradientSet toGradients) =>
        influence.AddGradient(step, logitGradient, toGradients);

    private protected override void TransferRule(ILearnerState state)
    {
        base.TransferRule(state);
        influence.Transfer(state);
    }

    private protected override void ForgetSteps() => influence.Clear();
}
