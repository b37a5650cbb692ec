using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.UserTests;

public class OwnReadoutTests
{
    [Fact]
    public void Several_labels_at_once_are_learned_by_the_loss_that_belongs_to_probabilities() => ShouldTellLabels(loss: null);

    [Fact]
    public void Several_labels_at_once_are_learned_by_a_loss_of_ones_own() => ShouldTellLabels(new RarePositives(weight: 2));

    [Fact]
    public void The_loss_refuses_readouts_it_is_not_for()
    {
        var classes = LiquidNetwork.Classifier(new CfcCell(1, 4), classes: 2);
        var trainer = () => new Trainer(classes, new() { Loss = new RarePositives(weight: 2) })
            .Fit(Labelled(Matrix<float>.Build.Random(4, 1, 1)));
        trainer.Should().Throw<ArgumentException>();
    }

    static void ShouldTellLabels(Loss? loss)
    {
        var set = SequenceSet.Of(Enumerable.Range(0, 100).Select(seed => Labels(Matrix<float>.Build.Random(6, 1, seed))));
        var network = new LiquidNetwork(new GruCell(1, 12, seed: 1), new MultiLabelReadout(12, labels: 2));
        network.ShouldLearn(set, new() { Epochs = 40, BatchSize = 10, Optimizer = new Adam(0.02f), Loss = loss });
        var predictions = network.Forward(set);
        predictions.SelectMany(of => of.Enumerate()).Should().OnlyContain(probability => probability > 0 && probability < 1);
        for (var label = 0; label < 2; label++)
            Enumerable.Range(0, set.Count).Average(index => IsRight(index, label) ? 1.0 : 0.0).Should().BeGreaterThan(0.85);

        bool IsRight(int index, int label) => predictions[index][5, label] > 0.5f == set.ToSequence(index).Target![label] > 0.5f;
    }

    static SequenceSet Labelled(Matrix<float> values) => SequenceSet.Of([Labels(values)]);

    /// <summary>Is the last value above zero; is the mean.</summary>
    static Sequence Labels(Matrix<float> values) => new(values)
    {
        Target = [values[values.RowCount - 1, 0] > 0 ? 1 : 0, values.Column(0).Sum() > 0 ? 1 : 0],
    };

    sealed class MultiLabelReadout(int inputSize, int labels) : Readout(inputSize, labels)
    {
        readonly Parameter weights = Parameter.Glorot("W_out", inputSize, labels, seed: 1);
        readonly Parameter bias = Parameter.Vector("b_out", labels);

        public override OutputKind OutputKind => OutputKind.Probabilities;

        public override Signal Logits(Signal output) => Affine(bias, weights, output);

        public override Signal Predictions(Signal logits) => Sigmoid(logits);
    }

    /// <summary>Cross entropy in which a label that is there counts more than one that is not.</summary>
    sealed class RarePositives(float weight) : ElementwiseLoss
    {
        protected override (float Loss, float Slope) Compare(float logit, float target, int output)
        {
            var probability = 1 / (1 + MathF.Exp(-logit));
            var softplus = MathF.Max(logit, 0) + MathF.Log(1 + MathF.Exp(-MathF.Abs(logit)));
            return (
                weight * target * (softplus - logit) + (1 - target) * softplus,
                weight * target * (probability - 1) + (1 - target) * probability);
        }

        protected override void CheckFits(Readout readout)
        {
            if (readout.OutputKind != OutputKind.Probabilities)
                throw new ArgumentException("Only labels that do not exclude each other can be rare.", nameof(readout));
        }
    }
}
