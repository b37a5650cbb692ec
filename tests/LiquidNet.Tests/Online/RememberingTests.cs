using LiquidNet.Cells;
using LiquidNet.Online;
using LiquidNet.Training;

namespace LiquidNet.Tests.Online;

/// <summary>What rules learn to remember: a first reading of 1 or -1 is asked for after many steps of silence.</summary>
public class RememberingTests
{
    const int Delay = 32;
    const int Sequences = 1500;
    const int Scored = 200;

    [Fact]
    public void Exact_influence_learns_to_remember() =>
        AccuracyOf(network => new RealTimeRecurrentLearning(network, new RmsProp(0.005f))).Should().BeGreaterThan(0.99);

    [Fact]
    public void The_immediate_derivative_stays_at_chance() =>
        AccuracyOf(network => new ImmediateDerivative(network, new RmsProp(0.005f))).Should().BeInRange(0.4, 0.6);

    static double AccuracyOf(Func<LiquidNetwork, OnlineLearner> rule)
    {
        var learner = rule(LiquidNetwork.Classifier(new GruCell(inputSize: 2, units: 8, seed: 1), classes: 2, seed: 1));
        var (random, right) = (new Random(1), 0);
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            learner.Reset();
            var bit = random.Next(2);
            learner.Observe([2 * bit - 1, 0]);
            for (var step = 1; step < Delay - 1; step++)
                learner.Observe([0, 0]);
            var prediction = learner.Observe([0, 1]);
            if (sequence >= Sequences - Scored && prediction[1] > prediction[0] == (bit == 1))
                right++;
            learner.Correct(bit);
        }

        return (double)right / Scored;
    }
}
