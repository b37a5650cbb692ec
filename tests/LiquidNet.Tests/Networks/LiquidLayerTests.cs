using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Runs.Shards;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Networks;

public class LiquidLayerTests
{
    /// <summary>Outputs below 1, computed in floats in another order.</summary>
    const double Rounding = 1e-5;

    [Fact]
    public void A_layer_computes_the_article_s_system_over_MathNet_matrices()
    {
        var cell = new LeakyIntegratorCell(3, 4, timeConstant: 2, seed: 5);
        var x = Matrix<float>.Build.Random(6, 3, 1);
        var (inputWeights, recurrentWeights) = (cell.Parameters["W_in"].Matrix, cell.Parameters["W_hid"].Matrix);
        var h = Matrix<float>.Build.Dense(1, 4);
        var states = new LiquidLayer(cell).Forward(x);
        for (var step = 0; step < 6; step++)
        {
            var drive = ((x.SubMatrix(step, 1, 0, 3) * inputWeights) + (h * recurrentWeights)).PointwiseTanh();
            h += 0.5f * (drive - h);
            (states.SubMatrix(step, 1, 0, 4) - h).L2Norm().Should().BeLessThan(Rounding);
        }
    }

    [Fact]
    public void Sequences_side_by_side_give_what_each_gives_alone_whatever_their_lengths()
    {
        var layer = new LiquidLayer(new LeakyIntegratorCell(2, 3, seed: 1));
        var sequences = Enumerable.Range(1, 20).Select(length => new Sequence(Matrix<float>.Build.Random(length, 2, length))
        {
            Timespans = [.. Enumerable.Range(0, length).Select(step => 0.1f * step)],
        }).ToArray();
        var together = layer.Forward(sequences, null, out var finalStates);
        for (var index = 0; index < sequences.Length; index++)
        {
            var alone = layer.Forward(sequences[index]);
            (together[index] - alone).L2Norm().Should().BeLessThan(Rounding);
            (finalStates.Row(index) - alone.Row(index)).L2Norm().Should().BeLessThan(Rounding);
        }
    }

    [Fact]
    public void A_sequence_cut_in_two_continues_from_the_state_of_the_first_part()
    {
        var layer = new LiquidLayer(new LeakyIntegratorCell(2, 3, seed: 1));
        var x = Matrix<float>.Build.Random(9, 2, 1);
        var whole = layer.Forward(x);
        layer.Forward([new Sequence(x.SubMatrix(0, 4, 0, 2))], null, out var between);
        var rest = layer.Forward([new Sequence(x.SubMatrix(4, 5, 0, 2))], between, out _)[0];
        (rest - whole.SubMatrix(4, 5, 0, 3)).L2Norm().Should().BeLessThan(Rounding);
    }

    [Fact]
    public void Many_sequences_of_different_lengths_continue_each_from_its_own_state()
    {
        const int Count = LaneCount.Full + 4;
        var layer = new LiquidLayer(new LeakyIntegratorCell(2, 3, seed: 1));
        var whole = Enumerable.Range(2, Count).Select(length => Matrix<float>.Build.Random(length, 2, length)).ToArray();
        var beginnings = whole.Select(values => new Sequence(values.SubMatrix(0, Cut(values), 0, 2)));
        var ends = whole.Select(values => new Sequence(values.SubMatrix(Cut(values), values.RowCount - Cut(values), 0, 2)));

        layer.Forward([.. beginnings], null, out var between);
        var rest = layer.Forward([.. ends], between, out var final);

        for (var index = 0; index < Count; index++)
        {
            var alone = layer.Forward(whole[index]);
            (rest[index] - alone.SubMatrix(Cut(whole[index]), rest[index].RowCount, 0, 3)).L2Norm().Should().BeLessThan(Rounding);
            (final.Row(index) - alone.Row(alone.RowCount - 1)).L2Norm().Should().BeLessThan(Rounding);
        }

        static int Cut(Matrix<float> values) => 1 + values.RowCount / 3;
    }

    [Fact]
    public void Nothing_in_gives_nothing_out() =>
        new LiquidLayer(2, 3).Forward([]).Should().BeEmpty();

    [Fact]
    public void A_sequence_that_is_missing_is_named() =>
        new LiquidLayer(2, 3).Invoking(it => it.Forward([new Sequence(Matrix<float>.Build.Dense(1, 2)), null!]))
            .Should().Throw<ArgumentException>().WithMessage("Sequence 1 is null*");

    [Fact]
    public void Wrong_shapes_are_named()
    {
        var layer = new LiquidLayer(inputSize: 2, units: 3);
        layer.Invoking(it => it.Forward(Matrix<float>.Build.Dense(4, 5)))
            .Should().Throw<ArgumentException>().WithMessage("*'leaky integrator' expects inputs [time x 2]*[4 x 5]*");
        layer.Invoking(it => it.Forward([new Sequence(Matrix<float>.Build.Dense(4, 2))], Matrix<float>.Build.Dense(1, 4), out _))
            .Should().Throw<ArgumentException>().WithMessage("*initial states [1 x 3]*[1 x 4]*");
        layer.Invoking(it => it.Forward([new Sequence(Matrix<float>.Build.Dense(4, 2))], Matrix<float>.Build.Dense(1, 3, float.NaN), out _))
            .Should().Throw<ArgumentException>().WithMessage("*finite*");
    }

    [Fact]
    public void An_input_that_is_not_finite_is_refused_with_its_place()
    {
        var x = Matrix<float>.Build.Dense(4, 2);
        x[3, 1] = float.NaN;
        new LiquidLayer(2, 3).Invoking(layer => layer.Forward(x))
            .Should().Throw<ArgumentException>().WithMessage("*step 3: feature 1*");
    }

    [Fact]
    public void A_layer_prints_its_shape() =>
        new LiquidLayer(20, 32).ToString().Should().Be("LiquidLayer: leaky integrator 20 -> 32, 1,697 parameters");
}
