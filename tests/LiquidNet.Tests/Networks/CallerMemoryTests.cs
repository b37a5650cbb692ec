using System.Runtime.CompilerServices;
using LiquidNet.Cells;
using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Single;

namespace LiquidNet.Tests.Networks;

public sealed class CallerMemoryTests
{
    const int Inputs = 3, Units = 5, Classes = 4, WarmUps = 8;

    /// <summary>Enough for several shards, some of them of other lanes.</summary>
    const int Many = 37;

    readonly LiquidNetwork network = LiquidNetwork.Classifier(new CfcCell(Inputs, Units, seed: 1), Classes, seed: 2);

    public static TheoryData<int, bool> Batches { get; } = new()
    {
        { 1, false },
        { 7, false },
        { Many, false },
        { Many, true },
    };

    [Theory]
    [MemberData(nameof(Batches))]
    public void What_is_written_is_what_is_returned(int count, bool isRagged)
    {
        var sequences = Sequences(count, isRagged);
        var initial = Matrix<float>.Build.Dense(count, Units, (row, unit) => (row - unit) / 40f);
        var expected = network.Forward(sequences, initial, out var expectedFinal);
        var outputs = Outputs(sequences, Classes);

        network.Forward(sequences, outputs, initial, initial);

        outputs.Should().Equal(expected);
        initial.Should().Be(expectedFinal);
        network.Forward(sequences, outputs);
        outputs.Should().Equal(network.Forward(sequences));
        network.Forward(SequenceSet.Of(sequences), outputs);
        outputs.Should().Equal(network.Forward(sequences));
    }

    [Fact]
    public void Single_sequences_layers_and_readouts_write_what_they_return()
    {
        var (layer, sequence) = (new LiquidLayer(network.Cell), Sequences(count: 1, isRagged: false)[0]);
        var (predictions, states) = (new DenseMatrix(sequence.Length, Classes), new DenseMatrix(sequence.Length, Units));

        network.Forward(sequence, predictions);
        predictions.Should().Be((DenseMatrix)network.Forward(sequence));
        network.Forward(sequence.Values, predictions);
        predictions.Should().Be((DenseMatrix)network.Forward(sequence.Values));
        layer.Forward(sequence, states);
        states.Should().Be((DenseMatrix)layer.Forward(sequence));
        layer.Forward(sequence.Values, states);
        states.Should().Be((DenseMatrix)layer.Forward(sequence.Values));
        network.Readout.Forward(states, predictions);
        (predictions - network.Forward(sequence.Values)).L2Norm().Should().BeLessThan(1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(50)]
    public void A_readout_gives_a_row_what_it_gives_the_row_alone(int rows)
    {
        var outputs = Matrix<float>.Build.Dense(rows, Units, (row, unit) => MathF.Sin(row * Units + unit));

        var predictions = network.Readout.Forward(outputs);

        for (var row = 0; row < rows; row++)
        {
            var alone = network.Readout.Forward(outputs.SubMatrix(row, 1, 0, Units));
            (predictions.SubMatrix(row, 1, 0, Classes) - alone).L2Norm().Should().BeLessThan(1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void Nothing_is_allocated_once_calls_have_been_as_large(int count, bool isRagged)
    {
        var (sequences, layer) = (Sequences(count, isRagged), new LiquidLayer(network.Cell));
        var (set, states) = (SequenceSet.Of(sequences), Matrix<float>.Build.Dense(count, Units));
        var (predictions, outputs) = (Outputs(sequences, Classes), Outputs(sequences, Units));
        Action[] calls =
        [
            () => network.Forward(sequences, predictions, states, states),
            () => network.Forward(set, predictions),
            () => network.Forward(sequences[0], predictions[0]),
            () => network.Forward(sequences[0].Values, predictions[0]),
            () => layer.Forward(sequences, outputs, states, states),
            () => layer.Forward(set, outputs),
            () => layer.Forward(sequences[0], outputs[0]),
            () => layer.Forward(sequences[0].Values, outputs[0]),
            () => network.Readout.Forward(outputs[0], predictions[0]),
        ];
        foreach (var call in calls)
        {
            for (var warmUp = 0; warmUp < WarmUps; warmUp++)
                call();
            Allocations.LeastOf(call).Should().Be(0);
        }
    }

    [Fact]
    public void Matrices_of_other_sizes_are_refused()
    {
        var sequences = Sequences(count: 2, isRagged: false);
        var outputs = Outputs(sequences, Classes);
        network.Invoking(it => it.Forward(sequences[0].Values, new DenseMatrix(sequences[0].Length, Classes + 1)))
            .Should().Throw<ArgumentException>().WithMessage("*'output'*expected as [6 x 4] but is [6 x 5]*");
        network.Invoking(it => it.Forward(Matrix<float>.Build.Dense(6, Inputs + 1), outputs[0]))
            .Should().Throw<ArgumentException>().WithMessage("*[time x 3] but got [time x 4]*");
        network.Invoking(it => it.Forward(sequences, [outputs[0]]))
            .Should().Throw<ArgumentException>().WithMessage("*each sequence, 2, but there are 1*");
        network.Invoking(it => it.Forward(sequences, [outputs[0], null!]))
            .Should().Throw<ArgumentException>().WithMessage("*outputs[1]*null*");
        network.Invoking(it => it.Forward(sequences, outputs, null, new DenseMatrix(1, Units)))
            .Should().Throw<ArgumentException>().WithMessage("*'finalStates'*[2 x 5] but is [1 x 5]*");
        network.Invoking(it => it.Forward(sequences[0], new SparseMatrix(6, Classes)))
            .Should().Throw<ArgumentException>().WithMessage("*'output'*dense*SparseMatrix*");
        network.Invoking(it => it.Forward([], [], null, new DenseMatrix(3, Units)))
            .Should().Throw<ArgumentException>().WithMessage("*'finalStates'*[1 x 5] but is [3 x 5]*");
        network.Invoking(it => it.Forward([], [], null, new DenseMatrix(1, Units + 2)))
            .Should().Throw<ArgumentException>().WithMessage("*'finalStates'*[1 x 5] but is [1 x 7]*");
        var states = DenseMatrix.Create(1, Units, 7);
        network.Forward([], [], null, states);
        states.Enumerate().Should().OnlyContain(value => value == 7, "there is no sequence that it could be of");
    }

    [Fact]
    public void A_matrix_has_one_use()
    {
        var cell = new CfcCell(Inputs, Inputs, seed: 1);
        var layer = new LiquidLayer(cell);
        var sequences = Sequences(count: 6, isRagged: false);
        var outputs = Outputs(sequences, Inputs);
        layer.Invoking(it => it.Forward(sequences[0].Values, sequences[0].Values))
            .Should().Throw<ArgumentException>().WithMessage("*also*");
        layer.Invoking(it => it.Forward(sequences, [.. outputs.Skip(1), sequences[0].Values]))
            .Should().Throw<ArgumentException>().WithMessage("*values of sequence 0*");
        layer.Invoking(it => it.Forward(SequenceSet.Of(sequences), [.. outputs.Skip(1), sequences[2].Values]))
            .Should().Throw<ArgumentException>().WithMessage("*values of sequence 2*");
        layer.Invoking(it => it.Forward(sequences, [.. outputs.Skip(1), outputs[1]]))
            .Should().Throw<ArgumentException>().WithMessage("*'outputs[5]'*");
        layer.Invoking(it => it.Forward(sequences, outputs, outputs[0])).Should().Throw<ArgumentException>().WithMessage("*initial*");
        layer.Invoking(it => it.Forward(sequences, outputs, null, outputs[0])).Should().Throw<ArgumentException>().WithMessage("*final*");
        var square = new DenseMatrix(Inputs, Inputs);
        new LinearReadout(Inputs, Inputs).Invoking(it => it.Forward(square, square)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_call_that_failed_leaves_nothing_behind()
    {
        var sequences = Sequences(Many, isRagged: true);
        var outputs = Outputs(sequences, Classes);
        network.Invoking(it => it.Forward(sequences, outputs[1..])).Should().Throw<ArgumentException>();
        network.Invoking(it => it.Forward(Matrix<float>.Build.Dense(6, Inputs, float.NaN), new DenseMatrix(6, Classes)))
            .Should().Throw<ArgumentException>();

        network.Forward(sequences, outputs);

        outputs.Should().Equal(network.Forward(sequences));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(float.NaN)]
    public void Between_calls_a_network_holds_nothing_of_a_caller(float lastInput)
    {
        var (input, output) = Call();
        GC.Collect();
        input.IsAlive.Should().BeFalse();
        output.IsAlive.Should().BeFalse();
        GC.KeepAlive(network);

        [MethodImpl(MethodImplOptions.NoInlining)]
        (WeakReference Input, WeakReference Output) Call()
        {
            var (inputs, outputs) = (new float[40 * Inputs], new float[40 * Classes]);
            inputs[^1] = lastInput;
            var run = () => network.Forward(new DenseMatrix(40, Inputs, inputs), new DenseMatrix(40, Classes, outputs));
            if (float.IsNaN(lastInput))
                run.Should().Throw<ArgumentException>();
            else
                run();
            return (new(inputs), new(outputs));
        }
    }

    static Sequence[] Sequences(int count, bool isRagged) => [.. Enumerable.Range(0, count).Select(index =>
    {
        var length = 6 + (isRagged ? index : 0);
        return new Sequence(Matrix<float>.Build.Dense(length, Inputs, (step, feature) => MathF.Sin(index + step * Inputs + feature)))
        {
            Timespans = index % 2 == 0 ? null : [.. Enumerable.Range(1, length).Select(step => step / 4f)],
        };
    })];

    static Matrix<float>[] Outputs(Sequence[] sequences, int size) =>
        [.. sequences.Select(sequence => Matrix<float>.Build.Dense(sequence.Length, size, float.NaN))];
}
