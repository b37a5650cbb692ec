using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Tests.Golden;
using LiquidNet.Tests.Runs.Support;
using LiquidNet.Tests.Training;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Cells;

/// <summary>What every cell promises within networks: in streams, in batches, on threads.</summary>
public class CellTrainingContract
{
    public static TheoryData<string> Cells { get; } = new(CellCatalog.Names);

    public static TheoryData<string, bool> CellsAndTimes
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var name in CellCatalog.Names)
            {
                data.Add(name, false);
                data.Add(name, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(CellsAndTimes))]
    public void A_stream_gives_what_the_sequence_gives(string name, bool isRegular)
    {
        var network = Network(name);
        var sequence = Sequences(network, name, lengths: [12], isRegular)[0];
        var expected = network.Forward([sequence])[0];
        var stream = network.OpenStream();
        for (var step = 0; step < sequence.Length; step++)
        {
            var output = stream.Step(sequence.Values.Row(step).ToArray(), sequence.Timespans![step]);
            output.ToArray().Should().Equal(expected.Row(step), "a single sample is computed in one way, to the bit");
        }
    }

    [Theory]
    [MemberData(nameof(CellsAndTimes))]
    public void A_ragged_batch_gives_what_single_sequences_give(string name, bool isRegular)
    {
        var network = Network(name);
        var sequences = Sequences(network, name, lengths: [4, 1, 9, 6, 3], isRegular);
        var together = network.Forward(sequences);
        for (var index = 0; index < sequences.Length; index++)
            ShouldAgree(together[index], network.Forward([sequences[index]])[0]);
    }

    [Theory]
    [MemberData(nameof(CellsAndTimes))]
    public void The_gradient_of_a_ragged_batch_is_the_mean_of_single_ones(string name, bool isRegular)
    {
        var network = Network(name);
        var set = SequenceSet.Of(Sequences(network, name, lengths: [4, 1, 9, 6, 3, 2, 8, 5, 7, 4], isRegular));
        var whole = Gradient(network, set, threads: 1, [.. Enumerable.Range(0, set.Count)]);
        var single = Enumerable.Range(0, set.Count).Select(index => Gradient(network, set, threads: 1, index)).ToArray();
        var steps = Enumerable.Range(0, set.Count).Sum(set.LengthOf);
        for (var element = 0; element < whole.Length; element++)
        {
            var mean = single.Select((gradient, index) => (double)gradient[element] * set.LengthOf(index)).Sum() / steps;
            whole[element].Should().BeApproximately((float)mean, (float)(Tolerance.Gradients * (1 + Math.Abs(mean))));
        }
    }

    [Theory]
    [MemberData(nameof(CellsAndTimes))]
    public void Threads_change_no_bit(string name, bool isRegular)
    {
        var network = Network(name);
        var set = SequenceSet.Of(Sequences(network, name, [.. Enumerable.Repeat(5, 40)], isRegular));
        int[] batch = [.. Enumerable.Range(0, set.Count)];
        Gradient(network, set, threads: 2, batch).Should().Equal(Gradient(network, set, threads: 1, batch));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Training_and_streaming_allocate_nothing_once_warm(string name)
    {
        var network = Network(name);
        var even = SequenceSet.Of(Sequences(network, name, [.. Enumerable.Repeat(5, 20)], isRegular: true));
        var ragged = SequenceSet.Of(Sequences(network, name, [5, 3, 4, 5]));
        int[] all = [.. Enumerable.Range(0, 20)];
        var training = new BackpropagationThroughTime(network, new MeanSquaredError(), threads: 1);
        var gradients = new GradientSet(network.Parameters);
        var stream = network.OpenStream();
        var reading = new float[network.InputSize];

        Step();
        Step();
        Allocations.LeastOf(Step).Should().Be(0);

        void Step()
        {
            training.Accumulate(even, all, gradients, dropoutSeed: 1);
            training.Accumulate(ragged, all.AsSpan(0, 4), gradients);
            stream.Step(reading, 0.3f);
        }
    }

    [Theory]
    [MemberData(nameof(CellsAndTimes))]
    public void A_few_steps_down_the_gradient_lower_the_loss(string name, bool isRegular)
    {
        var network = Network(name);
        var set = SequenceSet.Of(Sequences(network, name, [5, 5, 5, 5, 5, 5], isRegular));
        Gradients.LossesDown(network, new MeanSquaredError(), set, 0.02f).Should().BeInDescendingOrder().And.OnlyHaveUniqueItems();
    }

    static LiquidNetwork Network(string name) =>
        LiquidNetwork.Regressor(CellCatalog.Find(name).CreateScattered(seed: 1), outputs: 2, seed: 1);

    /// <summary>Sequences whose timespans are all different; or equal, for which cells may take a shorter way.</summary>
    static Sequence[] Sequences(LiquidNetwork network, string name, int[] lengths, bool isRegular = false)
    {
        var random = new Random(lengths.Length);
        var longest = CellCatalog.Find(name).LongestTimespan;
        var allowed = Gaps.AllowedIn(network.Cell);
        return [.. lengths.Select(length => new Sequence(Matrix(length, network.InputSize)
            .MapIndexed((step, feature, value) => Gaps.IsAt(step, feature, allowed) ? float.NaN : value))
        {
            Timespans = [.. Enumerable.Range(0, length).Select(_ => isRegular ? 0.7f * longest : longest * random.NextSingle())],
            Targets = Matrix(length, network.OutputSize),
        })];

        Matrix<float> Matrix(int rows, int columns) => Matrix<float>.Build.Dense(rows, columns, (_, _) => 2 * random.NextSingle() - 1);
    }

    static float[] Gradient(LiquidNetwork network, SequenceSet set, int threads, params int[] batch) =>
        Gradients.Of(new BackpropagationThroughTime(network, new MeanSquaredError(), threads), network, set, batch);

    static void ShouldAgree(Matrix<float> actual, Matrix<float> expected) => Tolerance.ShouldAgree(
        Array.ConvertAll(actual.ToRowMajorArray(), value => (double)value),
        Array.ConvertAll(expected.ToRowMajorArray(), value => (double)value),
        Tolerance.Outputs, "outputs");
}
