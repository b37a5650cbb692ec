using LiquidNet.Cells;
using LiquidNet.Online;

namespace LiquidNet.Tests.Online;

/// <summary>Batches and time stamps of a pool of learners.</summary>
public class LearnerPoolBatchTests
{
    /// <summary>So many that several threads work for them.</summary>
    const int Keys = 70;

    static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(2));

    [Theory]
    [InlineData("LTC, adaptive unfolds")]
    [InlineData("LTC over gaps, 3 unfolds")]
    [InlineData("Riccati")]
    public void A_batch_does_to_the_bit_what_readings_do_one_by_one(string cell)
    {
        var network = Readings.Network(cell);
        var (single, batched) = (new LearnerPool<int>(network) { Forgetting = 0.9 }, new LearnerPool<int>(network) { Forgetting = 0.9 });
        var readings = Readings.For(network, count: 6 * (Keys + 1), seed: 3);
        var (outputs, losses) = (new float[2 * (Keys + 1)], new double[Keys]);
        for (var step = 0; step < 6; step++)
        {
            // Somebody has two readings in one batch.
            int[] keys = [.. Enumerable.Range(0, Keys), step];
            int[] rows = [.. keys.Select((_, at) => step * keys.Length + at)];
            batched.Observe(
                keys, [.. rows.SelectMany(row => readings.Inputs[row])], [.. rows.Select(row => readings.Timespans[row])], outputs)
                .Should().Be(0);
            float[] targets = [.. rows[..Keys].SelectMany(row => readings.Targets[row])];
            batched.Correct(keys.AsSpan(0, Keys), targets, losses).Should().Be(0);
            foreach (var (key, at) in keys.Select((key, at) => (key, at)))
            {
                var prediction = new float[2];
                single.Observe(key, readings.Inputs[rows[at]], readings.Timespans[rows[at]], prediction);
                outputs.AsSpan(2 * at, 2).ToArray().Should().Equal(prediction);
            }

            for (var key = 0; key < Keys; key++)
                single.Correct(key, targets.AsSpan(2 * key, 2)).Should().Be(losses[key]);
        }

        for (var key = 0; key < Keys; key++)
            batched.Snapshot(key).Should().Equal(single.Snapshot(key));
    }

    [Fact]
    public void Threads_change_no_bit_of_many_learners()
    {
        var network = Readings.Network("Riccati");
        var (four, one) = (new LearnerPool<int>(network) { Threads = 4 }, new LearnerPool<int>(network) { Threads = 1 });
        int[] keys = [.. Enumerable.Range(0, 2_000)];
        float[] elapsed = [.. Enumerable.Repeat(1f, keys.Length)];
        var (inputs, targets) = (network.InputSize * keys.Length, network.OutputSize * keys.Length);
        float[] numbers = [.. Enumerable.Range(0, 4 * keys.Length).Select(at => MathF.Sin(at * at))];
        for (var step = 0; step < 20; step++)
        {
            foreach (var pool in (LearnerPool<int>[])[four, one])
            {
                pool.Observe(keys, numbers.AsSpan(step, inputs), elapsed, new float[targets]).Should().Be(0);
                pool.Correct(keys, numbers.AsSpan(step + 20, targets)).Should().Be(0);
            }
        }

        keys.Where(key => !four.Snapshot(key).AsSpan().SequenceEqual(one.Snapshot(key))).Should().BeEmpty();
    }

    [Fact]
    public void All_threads_see_the_parameters_as_they_were_when_the_pool_was_created()
    {
        var network = Readings.Network("LTC, adaptive unfolds").Standardized(new([0, 0], [1, 1]), new([3, 3], [2, 2]));
        var (before, after) = (new LearnerPool<int>(network), new LearnerPool<int>(network));
        int[] keys = [.. Enumerable.Range(0, Keys)];
        var (expected, outputs) = (new float[2 * Keys], new float[2 * Keys]);
        float[] inputs = [.. Enumerable.Range(0, 2 * Keys).Select(at => MathF.Sin(at))];
        float[] elapsed = [.. Enumerable.Repeat(1f, Keys)];
        before.Observe(keys, inputs, elapsed, expected);
        foreach (var parameter in network.Parameters.Where(parameter => parameter.Projection is null))
        {
            foreach (ref var value in parameter.Values)
                value *= 1.5f;
        }

        after.Observe(keys, inputs, elapsed, outputs);
        outputs.Should().Equal(expected);
    }

    [Fact]
    public void Time_stamps_give_the_time_that_passed()
    {
        var network = OnlineContract.Network();
        var (timed, plain) = (new LearnerPool<string>(network, TimeSpan.FromMinutes(1)), new LearnerPool<string>(network));
        var (prediction, expected) = (new float[2], new float[2]);
        timed.Observe("a", [1, 2], Noon, prediction.AsSpan(0, 1));
        plain.Observe("a", [1, 2], 0, expected.AsSpan(0, 1));
        DateTimeOffset[] times = [Noon.AddSeconds(90), Noon.AddMinutes(5)];
        timed.Observe(["a", "b"], [2, 1, 3, 1], times, prediction).Should().Be(0);
        plain.Observe(["a", "b"], [2, 1, 3, 1], [1.5f, 0], expected);
        prediction.Should().Equal(expected);
        (timed.TimeOf("a"), timed.TimeOf("b"), timed.TimeOf("c"), plain.TimeOf("a")).Should().Be((times[0], times[1], null, null));
        timed.TimeOf("a")!.Value.Offset.Should().Be(TimeSpan.Zero);

        timed.Invoking(it => it.Observe("a", [1, 2], Noon, new float[1])).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The reading is late: the last one of 'a' was taken at 2026-03-01T10:01:30*");
        var reasons = new Refusal[2];
        timed.Observe(["b", "a"], [2, 1, 3, 1], [Noon.AddMinutes(6), Noon], prediction, reasons).Should().Be(1);
        reasons.Should().Equal(Refusal.None, Refusal.Late);
        prediction.Should().SatisfyRespectively(
            first => first.Should().NotBe(float.NaN), second => second.Should().Be(float.NaN));
        plain.Observe("b", [2, 1], 1, expected.AsSpan(0, 1));
        prediction[0].Should().Be(expected[0]);
    }

    [Fact]
    public void Whoever_is_silent_is_forgotten_and_a_snapshot_keeps_the_time()
    {
        var network = OnlineContract.Network();
        var pool = new LearnerPool<string>(network, TimeSpan.FromMinutes(1));
        pool.Observe(["a", "b"], [2, 1, 3, 1], [Noon, Noon.AddHours(1)], new float[2]);
        var snapshot = pool.Snapshot("a");
        pool.RemoveIdle(since: Noon).Should().Be(0);
        pool.RemoveIdle(since: Noon.AddMinutes(1)).Should().Be(1);
        pool.GetKeys().Should().Equal("b");
        pool.Restore("a", snapshot);
        pool.TimeOf("a").Should().Be(Noon);
        pool.Invoking(it => it.Observe("a", [1, 2], Noon.AddSeconds(-1), new float[1])).Should().Throw<ArgumentOutOfRangeException>();

        var plain = new LearnerPool<string>(network);
        plain.Restore("a", snapshot);
        plain.TimeOf("a").Should().BeNull();
        plain.Invoking(it => it.RemoveIdle(Noon)).Should().Throw<InvalidOperationException>().WithMessage("*create the pool with one*");
        plain.Invoking(it => it.Observe("a", [1, 2], Noon, new float[1])).Should().Throw<InvalidOperationException>();
        plain.Invoking(it => it.Observe(["a"], [1, 2], [Noon], new float[1])).Should().Throw<InvalidOperationException>();
        pool.Invoking(it => it.Observe("a", [1, 2], 1, new float[1])).Should().Throw<InvalidOperationException>();
        pool.Invoking(it => it.Observe(["a"], [1, 2], [1f], new float[1])).Should().Throw<InvalidOperationException>()
            .WithMessage("*give each reading its time stamp*");
    }

    [Fact]
    public void A_refusal_concerns_its_reading_or_target_alone()
    {
        var network = OnlineContract.Network();
        var (pool, other) = (new LearnerPool<int>(network), new LearnerPool<int>(network));
        var (outputs, reasons) = (new float[4], new Refusal[4]);
        pool.Observe([1, 2, 3, 1], [1, 2, float.NaN, 2, 1, 2, 2, 1], [1, 1, -1, 1], outputs, reasons).Should().Be(2);
        reasons.Should().Equal(Refusal.None, Refusal.Input, Refusal.Elapsed, Refusal.None);
        outputs.Select(float.IsNaN).Should().Equal(false, true, true, false);
        pool.GetKeys().Should().Equal([1], "a reading that is refused opens no learner");

        other.Observe(1, [1, 2], 1, outputs.AsSpan(0, 1));
        other.Observe(1, [2, 1], 1, outputs.AsSpan(0, 1));
        var losses = new double[3];
        pool.Correct([1, 2, 1], [0.5f, 1, 7], losses).Should().Be(2, "one has no learner, and one has had its target");
        losses.Should().Equal(other.Correct(1, [0.5f]), double.NaN, double.NaN);
        pool.Snapshot(1).Should().Equal(other.Snapshot(1));
        pool.Correct([1], [1]).Should().Be(1);
        pool.Observe([1], [1, 1], [1f], outputs.AsSpan(0, 1));
        pool.Correct([1], [float.NaN]).Should().Be(0);
        pool.Correct([1], [1]).Should().Be(0, "what is not known yet may become known");
        pool.Observe([1], [1, 1], [1f], outputs.AsSpan(0, 1));
        pool.Correct([1, 1, 1], [float.NaN, 1, float.NaN], losses).Should().Be(1, "it may become known in the same batch");
        losses.Select(double.IsNaN).Should().Equal(true, false, true);
    }

    [Fact]
    public void Targets_take_no_room_for_readings()
    {
        var pool = new LearnerPool<int>(LiquidNetwork.Regressor(new GruCell(inputSize: 1000, units: 2), outputs: 1));
        var (keys, targets) = (new int[1000], new float[1000]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        pool.Correct(keys, targets).Should().Be(1000, "there is no learner");

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(sizeof(float) * 1000 * 1000);
    }

    [Fact]
    public void What_does_not_fit_changes_nothing()
    {
        var pool = new LearnerPool<string>(OnlineContract.Network());
        pool.Observe(["a"], [1, 2], [1f], new float[1]);
        var before = pool.Snapshot("a");
        pool.Invoking(it => it.Observe(["a"], [1], [1f], new float[1])).Should().Throw<ArgumentException>().WithParameterName("inputs")
            .WithMessage("For 1 key, 2 numbers are expected but there are 1.*");
        pool.Invoking(it => it.Observe(["a"], [1, 2], [1f, 1], new float[1])).Should().Throw<ArgumentException>()
            .WithParameterName("elapsed");
        pool.Invoking(it => it.Observe(["a"], [1, 2], [1f], new float[2])).Should().Throw<ArgumentException>().WithParameterName("outputs");
        pool.Invoking(it => it.Observe(["a"], [1, 2], [1f], new float[1], new Refusal[2])).Should().Throw<ArgumentException>();
        pool.Invoking(it => it.Observe(["a", null!], [1, 2, 1, 2], [1f, 1], new float[2])).Should().Throw<ArgumentNullException>();
        pool.Invoking(it => it.Correct(["a", "a"], [1])).Should().Throw<ArgumentException>().WithParameterName("targets");
        pool.Invoking(it => it.Correct(["a"], [1], new double[2])).Should().Throw<ArgumentException>().WithParameterName("losses");
        pool.Invoking(it => it.Correct(["a", "b"], [1, float.PositiveInfinity])).Should().Throw<ArgumentException>();
        pool.Snapshot("a").Should().Equal(before);
        pool.Observe([], [], ReadOnlySpan<float>.Empty, []).Should().Be(0);
    }

    [Fact]
    public void A_batch_allocates_nothing_once_there_has_been_one_as_large()
    {
        var pool = new LearnerPool<int>(OnlineContract.Network());
        int[] keys = [.. Enumerable.Range(0, Keys)];
        var (inputs, elapsed) = (new float[2 * Keys], new float[Keys]);
        var (outputs, refusals, targets, losses) = (new float[Keys], new Refusal[Keys], new float[Keys], new double[Keys]);
        for (var warmUp = 0; warmUp < 20; warmUp++)
            Call();
        Allocations.LeastOf(Call).Should().Be(0);

        void Call()
        {
            pool.Observe(keys, inputs, elapsed, outputs, refusals);
            pool.Correct(keys, targets, losses);
        }
    }
}
