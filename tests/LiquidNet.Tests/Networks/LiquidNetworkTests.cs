using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Networks;

public class LiquidNetworkTests
{
    [Fact]
    public void A_classifier_gives_probabilities_and_the_most_probable_class()
    {
        var network = LiquidNetwork.Classifier(new LeakyIntegratorCell(3, 8, seed: 1), classes: 4);
        var sequence = new Sequence(Matrix<float>.Build.Random(7, 3, 1));
        var outputs = network.Forward([sequence])[0];
        outputs.RowSums().Should().OnlyContain(sum => Math.Abs(sum - 1) < 1e-5f);
        network.Predict(sequence).Should().Equal(outputs.EnumerateRows().Select(row => row.MaximumIndex()));
        network.Classify(sequence).Should().Be(outputs.Row(6).MaximumIndex());
    }

    [Fact]
    public void Each_parameter_is_listed_with_a_name_of_its_own()
    {
        var cell = new StackedCell(new GruCell(2, 3), new GruCell(3, 3));
        var parameters = LiquidNetwork.Regressor(cell, outputs: 1).Parameters;
        parameters.Select(parameter => parameter.Name).Distinct().Count().Should().BeLessThan(parameters.Count, "both cells are alike");
        parameters.Named.Select(it => it.Name).Should().OnlyHaveUniqueItems().And.HaveCount(parameters.Count);
        foreach (var (name, parameter) in parameters.Named)
            parameters[name].Should().BeSameAs(parameter);
    }

    [Fact]
    public void Of_equal_outputs_the_first_is_chosen_and_counted()
    {
        var network = LiquidNetwork.Classifier(new LeakyIntegratorCell(3, 8, seed: 1), classes: 4);
        network.Parameters["W_out"].Values.Clear();
        network.Parameters["b_out"].Values.Fill(1);
        network.Parameters["b_out"].Values[0] = 0;
        var sequence = new Sequence(Matrix<float>.Build.Random(2, 3, 1)) { Label = 1 };
        network.Predict(sequence).Should().Equal(1, 1);
        network.Classify(sequence).Should().Be(1);
        new Trainer(network).Evaluate(SequenceSet.Of([sequence])).Correct.Should().Be(1);
    }

    [Fact]
    public void A_network_that_gives_values_has_no_classes_to_predict()
    {
        var network = LiquidNetwork.Regressor(new LeakyIntegratorCell(2, 3), outputs: 1);
        var sequence = new Sequence(Matrix<float>.Build.Dense(4, 2));
        network.Invoking(it => it.Predict(sequence)).Should().Throw<InvalidOperationException>().WithMessage("*Forward*");
        network.Invoking(it => it.Classify(sequence)).Should().Throw<InvalidOperationException>();
        network.Forward(sequence).RowCount.Should().Be(4);
    }

    [Fact]
    public void A_readout_by_hand_gives_what_the_network_gives()
    {
        var cell = new LeakyIntegratorCell(3, 8, seed: 1);
        var readout = new SoftmaxReadout(8, classes: 4, seed: 2);
        var x = Matrix<float>.Build.Random(7, 3, 1);
        var byHand = readout.Forward(new LiquidLayer(cell).Forward(x));
        (byHand - new LiquidNetwork(cell, readout).Forward(x)).L2Norm().Should().BeLessThan(1e-5);
    }

    [Fact]
    public void Huge_logits_do_not_overflow_the_softmax()
    {
        var readout = new SoftmaxReadout(1, classes: 3);
        new float[] { 1000, -1000, 990 }.CopyTo(readout.Weights.Values);
        var outputs = readout.Forward(Matrix<float>.Build.Dense(1, 1, 1f));
        outputs.Row(0).ToArray().Should()
            .Equal([1 / (1 + MathF.Exp(-10)), 0, MathF.Exp(-10) / (1 + MathF.Exp(-10))], (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void A_live_matrix_changes_what_is_computed()
    {
        var network = LiquidNetwork.Regressor(new LeakyIntegratorCell(2, 3, seed: 1), outputs: 1);
        var x = Matrix<float>.Build.Dense(1, 2, 1f);
        network.Parameters["W_out"].Matrix.Clear();
        network.Parameters["b_out"].Values[0] = 7;
        network.Forward(x)[0, 0].Should().Be(7);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_named()
    {
        FluentActions.Invoking(() => new LiquidNetwork(new LeakyIntegratorCell(2, 3), new LinearReadout(4, 1)))
            .Should().Throw<ArgumentException>().WithMessage("*expects 4*'leaky integrator' gives 3*");
        new LinearReadout(4, 1).Invoking(readout => readout.Forward(Matrix<float>.Build.Dense(2, 3)))
            .Should().Throw<ArgumentException>().WithMessage("*[rows x 4]*[2 x 3]*");
        FluentActions.Invoking(() => new LeakyIntegratorCell(0, 3)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new LeakyIntegratorCell(2, 3, timeConstant: 0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Parameters_are_found_by_name_and_a_wrong_name_lists_the_right_ones()
    {
        var parameters = LiquidNetwork.Classifier(new LeakyIntegratorCell(2, 3), classes: 2).Parameters;
        parameters.Select(parameter => parameter.Name).Should().BeEquivalentTo("W_in", "W_hid", "b_hid", "tau", "W_out", "b_out");
        parameters.Invoking(set => set["W"]).Should().Throw<KeyNotFoundException>().WithMessage("*'W'*W_hid*");
        var stack = new StackedCell(new LeakyIntegratorCell(2, 3), new LeakyIntegratorCell(3, 3));
        FluentActions.Invoking(() => new LiquidNetwork(stack, new LinearReadout(3, 1)).Parameters)
            .Should().NotThrow("the parts of a model have names of their own");
    }

    [Fact]
    public void The_prediction_after_the_last_step_is_the_last_row_of_all_predictions()
    {
        var network = LiquidNetwork.Classifier(new CfcCell(2, 5, seed: 3), classes: 3);
        Sequence[] sequences =
        [
            new(Matrix<float>.Build.Random(4, 2, 1)), new(Matrix<float>.Build.Random(1, 2, 2)),
            new(Matrix<float>.Build.Random(9, 2, 3)),
        ];
        var expected = network.Forward(sequences).Select(rows => rows.Row(rows.RowCount - 1).ToArray()).ToArray();

        network.ForwardLast(sequences).Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
        network.ForwardLast(SequenceSet.Of(sequences)).Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
        network.ForwardLast(sequences[2]).Should().Equal(expected[2]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void One_class_is_nothing_to_choose_from(int classes) =>
        FluentActions.Invoking(() => LiquidNetwork.Classifier(new CfcCell(2, 5), classes))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(classes)).WithMessage("*at least 2 but is*");

    [Fact]
    public void Units_that_are_none_are_called_so() => FluentActions.Invoking(() => new CfcCell(3, units: 0))
        .Should().Throw<ArgumentOutOfRangeException>().WithMessage("The number of units must be at least 1 but is 0*");

    [Fact]
    public void A_time_constant_of_zero_is_called_so() => FluentActions.Invoking(() => new CtRnnCell(3, 2, timeConstant: 0))
        .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*such as a time constant, must be above zero*");
}
