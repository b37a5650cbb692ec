using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Tests.Training;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Networks;

/// <summary>Whoever reads inputs takes NaN exactly where the model does.</summary>
public class MissingInputsTests
{
    const float Missing = float.NaN;

    static readonly int[] Lengths = [7, 3, 12, 7, 1, 9, 4, 7, 7, 5, 2];

    [Fact]
    public void Elsewhere_a_missing_value_is_refused_with_the_remedy()
    {
        var network = LiquidNetwork.Regressor(new GruCell(2, 3), outputs: 1);
        foreach (var run in Runs(network, [1, 2, 3, Missing]))
            run.Should().Throw<ArgumentException>().WithMessage("*feature 1 is NaN; inputs must be finite*MissingValueCell*");
    }

    [Fact]
    public void An_infinite_value_is_refused_everywhere()
    {
        foreach (var run in Runs(OverGaps(), [1, 2, float.NegativeInfinity, Missing]))
            run.Should().Throw<ArgumentException>().WithMessage("*feature 0 is -Infinity; inputs must be finite, or NaN where*");
        foreach (var run in Runs(LiquidNetwork.Regressor(new GruCell(2, 3), outputs: 1), [1, 2, 3, float.PositiveInfinity]))
            run.Should().Throw<ArgumentException>().WithMessage("*feature 1 is Infinity; inputs must be finite.*");
    }

    [Fact]
    public void A_message_names_the_sequence_the_step_and_the_feature()
    {
        var network = LiquidNetwork.Regressor(new GruCell(2, 3), outputs: 1);
        network.FeatureNames = ["heart rate", "lactate"];
        var good = new Sequence(Matrix<float>.Build.Dense(3, 2));
        network.Invoking(it => it.Forward([good, Of([1, 2, 3, Missing])])).Should().Throw<ArgumentException>()
            .WithMessage("Sequence 1, step 1: feature 1 ('lactate') is NaN*");
        network.OpenStream().Invoking(it => it.Step([Missing, 1]).Length).Should().Throw<ArgumentException>()
            .WithMessage("*feature 0 ('heart rate') is NaN*").WithParameterName("input");
    }

    [Fact]
    public void A_refused_reading_leaves_the_stream_as_it_is()
    {
        var stream = OverGaps().OpenStream();
        stream.Step([1, Missing]);
        var before = stream.State.ToArray();
        stream.Invoking(it => it.Step([Missing, float.PositiveInfinity]).Length).Should().Throw<ArgumentException>();
        stream.State.ToArray().Should().Equal(before);
    }

    [Fact]
    public void Where_all_is_there_gaps_change_nothing_in_the_states_of_others()
    {
        var network = OverGaps();
        var (whole, gaps) = (Sequences(network, share: 0), Sequences(network, share: 0.4f));
        var together = network.Forward([whole[2], gaps[0]]);
        (together[0] - network.Forward(whole[2])).Enumerate().Should().OnlyContain(error => Math.Abs(error) < 1e-6f);
        together.SelectMany(of => of.Enumerate()).Should().OnlyContain(value => float.IsFinite(value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_gradient_is_NaN_and_threads_change_no_bit(bool isRagged)
    {
        var network = OverGaps().Standardized(new Standardization([1, 2], [3, 0.25f]));
        var set = SequenceSet.Of(isRagged ? Sequences(network, 0.4f) : [.. Sequences(network, 0.4f).Where(of => of.Length == 7)]);
        int[] batch = [.. Enumerable.Range(0, set.Count)];
        var one = Gradients.Of(new BackpropagationThroughTime(network, new MeanSquaredError(), threads: 1), network, set, batch);

        one.Should().OnlyContain(slope => float.IsFinite(slope)).And.Contain(slope => slope != 0);
        Gradients.Of(new BackpropagationThroughTime(network, new MeanSquaredError(), threads: 3), network, set, batch).Should().Equal(one);
    }

    [Fact]
    public void What_is_held_is_carried_over_the_cuts_of_a_sequence()
    {
        var set = SequenceSet.Of(Sequences(OverGaps(), 0.4f));
        var (whole, pieces) = (OverGaps(), OverGaps());
        var options = new TrainerOptions { Epochs = 1, BatchSize = set.Count, Optimizer = new Sgd(1e-12f) };
        var expected = new Trainer(whole, options).Fit(set).Last.Loss;
        new Trainer(pieces, options with { TruncationSteps = 2 }).Fit(set).Last.Loss.Should().BeApproximately(expected, 1e-5);
    }

    [Fact]
    public void A_tape_finds_gradients_of_readings_and_none_where_they_are_missing()
    {
        var network = OverGaps().Standardized(new Standardization([1, 2], [3, 0.25f]));
        var (sequences, gradients) = (Sequences(network, 0.4f), new GradientSet(network.Parameters));
        var tape = new GradientTape(network);
        var outputs = tape.Forward(sequences);
        tape.Backward([.. outputs.Select(of => of.Map(_ => 1f))], gradients, withInputs: true);

        double.IsFinite(gradients.Norm()).Should().BeTrue();
        for (var index = 0; index < sequences.Length; index++)
        {
            var slopes = tape.InputGradient(index);
            slopes.EnumerateIndexed().Should().OnlyContain(
                at => float.IsNaN(sequences[index].Values[at.Item1, at.Item2]) ? at.Item3 == 0 : float.IsFinite(at.Item3));
        }
    }

    [Fact]
    public void In_both_directions_each_holds_the_value_that_it_saw_last()
    {
        var both = new Bidirectional(Cell(seed: 1), Cell(seed: 2));
        var network = new LiquidNetwork(both, new IdentityReadout(both.OutputSize));
        var (ahead, behind) = (new LiquidLayer(Cell(seed: 1)), new LiquidLayer(Cell(seed: 2)));
        var sequences = Sequences(network, 0.4f, isRegular: true);

        var outputs = network.Forward(sequences);

        for (var index = 0; index < sequences.Length; index++)
        {
            var reversed = Reversed(behind.Forward(new Sequence(Reversed(sequences[index].Values))));
            var expected = ahead.Forward(sequences[index]).Append(reversed);
            (outputs[index] - expected).Enumerate().Should().OnlyContain(error => Math.Abs(error) < 1e-5f);
        }

        network.Invoking(it => it.Forward(Of([1, float.PositiveInfinity]))).Should().Throw<ArgumentException>()
            .WithMessage("*feature 1 is*");
        new LiquidNetwork(new Bidirectional(Cell(1), new GruCell(2, 3)), new IdentityReadout(7))
            .Invoking(it => it.Forward(Of([1, Missing]))).Should().Throw<ArgumentException>("one of both cells cannot take it");

        static Matrix<float> Reversed(Matrix<float> of) => Matrix<float>.Build.DenseOfRows(of.EnumerateRows().Reverse());
    }

    /// <summary>Every way into a network.</summary>
    static IEnumerable<Action> Runs(LiquidNetwork network, float[] values)
    {
        var sequence = Of(values);
        var set = SequenceSet.Of([sequence]);
        yield return () => network.Forward(sequence);
        yield return () => new Trainer(network).Fit(set);
        yield return () => new Trainer(network).Evaluate(set);
        yield return () => new GradientTape(network).Forward([sequence]);
        yield return () =>
        {
            var stream = network.OpenStream();
            for (var step = 0; step < sequence.Length; step++)
                stream.Step(sequence.Values.Row(step).ToArray());
        };
    }

    static Sequence Of(float[] values) =>
        new(Matrix<float>.Build.DenseOfRowMajor(values.Length / 2, 2, values)) { Target = [0] };

    static MissingValueCell Cell(int seed) => new(2, inputs => new CfcCell(inputs, 4, seed));

    static LiquidNetwork OverGaps() => LiquidNetwork.Regressor(Cell(seed: 1), outputs: 1, seed: 1);

    static Sequence[] Sequences(LiquidNetwork network, float share, bool isRegular = false)
    {
        var random = new Random(1);
        return [.. Lengths.Select(length => new Sequence(Matrix<float>.Build.Dense(
            length, network.InputSize, (_, _) => random.NextSingle() < share ? Missing : random.NextSingle()))
        {
            Timespans = isRegular ? null : [.. Enumerable.Range(0, length).Select(_ => random.NextSingle())],
            Target = [1],
        })];
    }
}
