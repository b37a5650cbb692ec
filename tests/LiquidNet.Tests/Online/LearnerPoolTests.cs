using FluentAssertions.Specialized;
using LiquidNet.Cells;
using LiquidNet.Online;
using LiquidNet.Storage;

namespace LiquidNet.Tests.Online;

/// <summary>Many learners side by side do what each would alone.</summary>
public class LearnerPoolTests
{
    public static TheoryData<string> Cells => ["LTC, adaptive unfolds", "CfC, Default, Torch", "Riccati", "LTC over gaps, 3 unfolds"];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Each_key_learns_as_recursive_least_squares_do(string cell)
    {
        var pool = new LearnerPool<int>(Readings.Network(cell)) { Forgetting = 0.98, InitialCovariance = 10 };
        var (outputs, alone) = (new float[2], new Dictionary<int, OnlineLearner>());
        var readings = new Dictionary<int, Readings>();
        for (var key = 0; key < 3; key++)
        {
            var network = Readings.Network(cell);
            alone.Add(key, new RecursiveLeastSquares(network) { Forgetting = 0.98, InitialCovariance = 10 });
            readings.Add(key, Readings.For(network, count: 40, seed: key + 1));
        }

        for (var step = 0; step < 40; step++)
        {
            foreach (var (key, of) in readings)
            {
                if ((step + key) % 4 == 0)
                    continue;
                pool.Observe(key, of.Inputs[step], of.Timespans[step], outputs);
                var expected = alone[key].Observe(of.Inputs[step], of.Timespans[step]).ToArray();
                outputs.Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-4 * (1 + Math.Abs(pair.Second)));
                pool.Correct(key, of.Targets[step]).Should().BeApproximately(alone[key].Correct(of.Targets[step]), 1e-3);
            }
        }
    }

    [Fact]
    public void Neighbours_and_threads_change_no_bit_and_the_network_stays()
    {
        var network = Readings.Network("Riccati");
        var before = Values(network);
        var together = new LearnerPool<int>(network);
        Parallel.For(0, 32, key => Learn(together, key));
        for (var key = 0; key < 32; key += 5)
        {
            var alone = new LearnerPool<int>(network);
            Learn(alone, key);
            together.Snapshot(key).Should().Equal(alone.Snapshot(key));
        }

        together.Count.Should().Be(32);
        Values(network).Should().Equal(before);
    }

    [Fact]
    public void A_learner_is_evicted_and_restored_to_the_bit()
    {
        var network = Readings.Network("CfC, Default, Torch");
        var pool = new LearnerPool<string>(network);
        var (readings, kept, again) = (Readings.For(network, count: 20), new float[2], new float[2]);
        for (var step = 0; step < 10; step++)
        {
            pool.Observe("a", readings.Inputs[step], 1, kept);
            pool.Correct("a", readings.Targets[step]);
        }

        pool.Observe("a", readings.Inputs[10], 1, kept);
        var snapshot = pool.Snapshot("a");
        snapshot.Length.Should().Be(56 + (int)pool.BytesPerLearner);
        var other = new LearnerPool<string>(network);
        other.Restore("b", snapshot);
        other.Correct("b", readings.Targets[10]).Should().Be(pool.Correct("a", readings.Targets[10]));
        pool.Observe("a", readings.Inputs[11], 1, kept);
        other.Observe("b", readings.Inputs[11], 1, again);
        again.Should().Equal(kept);
        pool.Remove("a").Should().BeTrue();
        pool.Contains("a").Should().BeFalse();
        other.GetKeys().Should().Equal("b");
        FluentActions.Invoking(() => pool.Correct("a", [1, 1])).Should().Throw<KeyNotFoundException>()
            .WithMessage("There is no learner of 'a'*");
    }

    [Fact]
    public void What_is_refused_changes_nothing()
    {
        var pool = new LearnerPool<int>(OnlineContract.Network());
        var prediction = new float[1];
        pool.Invoking(it => it.Observe(1, [1], 1, new float[1])).Should().Throw<ArgumentException>();
        pool.Invoking(it => it.Observe(1, [1, 2], -1, new float[1])).Should().Throw<ArgumentOutOfRangeException>();
        pool.Invoking(it => it.Observe(1, [1, 2], 1, new float[2])).Should().Throw<ArgumentException>();
        pool.Count.Should().Be(0);
        pool.Observe(1, [1, 2], 1, prediction);
        pool.Invoking(it => it.Correct(1, [1, 2])).Should().Throw<ArgumentException>();
        pool.Correct(1, [float.NaN]).Should().Be(double.NaN);
        pool.Correct(1, [1]).Should().BePositive("a target may still become known");
        pool.Invoking(it => it.Correct(1, [1])).Should().Throw<InvalidOperationException>();
        var whole = pool.Snapshot(1);
        for (var at = 0; at < 48; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0x40;
            pool.Invoking(it => it.Restore(2, changed)).Should().Throw<InvalidDataException>($"of byte {at}");
        }

        pool.Invoking(it => it.Restore(2, whole.AsSpan(0, whole.Length - 1))).Should().Throw<InvalidDataException>();
        pool.Contains(2).Should().BeFalse();
    }

    [Fact]
    public void A_learner_goes_on_only_over_the_parameters_and_in_the_unit_of_time_that_it_has_learned_with()
    {
        var (network, minute) = (Readings.Network("LTC, adaptive unfolds"), TimeSpan.FromMinutes(1));
        var pool = new LearnerPool<int>(network, minute);
        pool.Observe(1, [1, 2], DateTimeOffset.UnixEpoch, new float[2]);
        var snapshot = pool.Snapshot(1);
        var file = new MemoryStream();
        network.Save(file);
        file.Position = 0;
        var loaded = LiquidNetwork.Load(file);
        loaded.Readout.Parameters[0].Values[0] += 1;

        new LearnerPool<int>(loaded, minute).Invoking(it => it.Restore(1, snapshot)).Should().NotThrow("a readout is each learner's own");
        new LearnerPool<int>(network).Invoking(it => it.Restore(1, snapshot)).Should().NotThrow("elapsed times are in the model's unit");
        Refused(new(network, TimeSpan.FromSeconds(1))).WithMessage("*byte 48*00:01:00*00:00:01*");
        network.Cell.Parameters[0].Values[0] += 0.01f;
        Refused(new(network, minute)).WithMessage("*byte 40*other parameters*");
        pool.Invoking(it => it.Restore(2, snapshot)).Should().NotThrow("a pool sees the parameters that it was created with");
        Refused(new(Readings.Network("CfC, Default, Torch"), minute)).WithMessage("*a learner of 'CfC' has*bytes*");
        snapshot[48 + 7] = 0xFF;
        Refused(pool).WithMessage("*byte 48*no unit of time*");

        ExceptionAssertions<InvalidDataException> Refused(LearnerPool<int> other) =>
            other.Invoking(it => it.Restore(1, snapshot)).Should().Throw<InvalidDataException>();
    }

    [Fact]
    public void Weights_of_another_shape_are_refused_although_the_learner_has_the_same_size()
    {
        var (narrow, wide) = (Pool(features: 2), Pool(features: 3));
        narrow.Observe(1, [1, 2], 1, new float[1]);
        wide.Observe(1, [1, 2, 3], 1, new float[1]);
        wide.BytesPerLearner.Should().Be(narrow.BytesPerLearner);
        wide.Invoking(it => it.Restore(1, narrow.Snapshot(1))).Should().Throw<InvalidDataException>().WithMessage("*byte 8*equation*");

        static LearnerPool<int> Pool(int features) => new(LiquidNetwork.Regressor(new GruCell(features, 4), outputs: 1));
    }

    [Fact]
    public void A_step_allocates_nothing_once_a_learner_is_open()
    {
        var pool = new LearnerPool<int>(OnlineContract.Network());
        var prediction = new float[1];
        pool.Observe(1, [1, 2], 1, prediction);
        pool.Correct(1, [1]);
        Allocations.LeastOf(() =>
        {
            pool.Observe(1, [2, 1], 1, prediction);
            pool.Correct(1, [0.5f]);
        }).Should().Be(0);
    }

    static void Learn(LearnerPool<int> pool, int key)
    {
        var (random, prediction) = (new Random(key), new float[2]);
        for (var step = 0; step < 50; step++)
        {
            pool.Observe(key, [.. Numbers(random, 3)], 1, prediction);
            pool.Correct(key, [.. Numbers(random, 2)]);
        }
    }

    static IEnumerable<float> Numbers(Random random, int count) => Enumerable.Range(0, count).Select(_ => random.NextSingle());

    static float[] Values(LiquidNetwork network) => [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];
}
