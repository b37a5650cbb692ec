using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.UserTests;

public class GradientTapeTests
{
    /// <summary>Williams, "Simple statistical gradient-following algorithms" (1992): the reward is for naming the symbol before.</summary>
    [Fact]
    public void A_policy_learns_from_rewards_alone()
    {
        const int Actions = 3;
        var random = new Random(1);
        var network = LiquidNetwork.Classifier(new CfcCell(Actions, 16, seed: 1), Actions);
        var (tape, gradients) = (new GradientTape(network) { ReturnLogits = true }, new GradientSet(network.Parameters));
        var (optimizer, share) = (new Adam(0.02f).CreateState(network.Parameters), 0.0);
        for (var episode = 0; episode < 150; episode++)
        {
            var sequences = Enumerable.Range(0, 16).Select(_ => new Sequence(Symbols())).ToArray();
            var rewards = new List<double>();
            var slopes = tape.Forward(sequences).Select((logits, index) => Slopes(logits, sequences[index].Values, rewards)).ToArray();
            gradients.Clear();
            tape.Backward(slopes, gradients);
            optimizer.Step(gradients);
            share = rewards.Average();
        }

        share.Should().BeGreaterThan(0.8, "chance would be one in three");

        Matrix<float> Symbols()
        {
            var symbols = Matrix<float>.Build.Dense(6, Actions);
            for (var step = 0; step < 6; step++)
                symbols[step, random.Next(Actions)] = 1;
            return symbols;
        }

        Matrix<float> Slopes(Matrix<float> logits, Matrix<float> symbols, List<double> rewards)
        {
            var slopes = Matrix<float>.Build.Dense(logits.RowCount, Actions);
            for (var step = 1; step < logits.RowCount; step++)
            {
                var odds = logits.Row(step).Map(MathF.Exp);
                var policy = odds / odds.Sum();
                var action = random.NextSingle() is var draw && draw < policy[0] ? 0 : draw < policy[0] + policy[1] ? 1 : 2;
                rewards.Add(symbols[step - 1, action]);
                policy[action] -= 1;
                slopes.SetRow(step, policy * (symbols[step - 1, action] - 1f / Actions) / 16);
            }

            return slopes;
        }
    }

    [Fact]
    public void A_loss_of_a_whole_sequence_trains()
    {
        var sequences = Enumerable.Range(0, 24).Select(Learning.IrregularSines.ToSequence).ToArray();
        var network = LiquidNetwork.Regressor(new LtcCell(1, 8, seed: 1), outputs: 1);
        var (tape, gradients) = (new GradientTape(network), new GradientSet(network.Parameters));
        var optimizer = new Adam(0.02f).CreateState(network.Parameters);
        var losses = Enumerable.Range(0, 40).Select(_ => TakeStep()).ToArray();
        losses[^1].Should().BeLessThan(losses[0] / 4);

        // The mean over time is to be 1, however the single steps come to it.
        float TakeStep()
        {
            var outputs = tape.Forward(sequences);
            var errors = outputs.Select(of => of.Column(0).Sum() / of.RowCount - 1).ToArray();
            gradients.Clear();
            tape.Backward(
                [.. outputs.Select((of, index) => Matrix<float>.Build.Dense(of.RowCount, 1, 2 * errors[index] / of.RowCount))], gradients);
            optimizer.Step(gradients);
            return errors.Sum(error => error * error);
        }
    }

    [Fact]
    public void Gradients_of_inputs_timespans_and_states_go_on_to_what_stands_before()
    {
        var network = LiquidNetwork.Regressor(new CfcCell(1, 4, seed: 1), outputs: 1);
        var sequence = new Sequence(Matrix<float>.Build.Dense(2, 1, 0.5f)) { Timespans = [1, 2] };
        var tape = new GradientTape(network);
        tape.Forward([sequence]);
        tape.Backward([Matrix<float>.Build.Dense(2, 1, (step, _) => step)], new GradientSet(network.Parameters), withInputs: true);

        const float Nudge = 1e-2f;
        var higher = new Sequence(Matrix<float>.Build.Dense(2, 1, (step, _) => step == 1 ? 0.5f + Nudge : 0.5f)) { Timespans = [1, 2] };
        var later = new Sequence(sequence.Values) { Timespans = [1, 2 + Nudge] };
        tape.InputGradient(0)[1, 0].Should().BeApproximately(SlopeTo(higher), 1e-3f);
        tape.TimespanGradient(0)[1].Should().BeApproximately(SlopeTo(later), 1e-3f);
        tape.InitialStateGradient(0).Should().HaveCount(4).And.NotContain(0);

        float SlopeTo(Sequence other) => (network.Forward(other)[1, 0] - network.Forward(sequence)[1, 0]) / Nudge;
    }
}
