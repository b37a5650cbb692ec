using LiquidNet.Cells;
using LiquidNet.Tests.Cells;

namespace LiquidNet.Tests.Networks;

public class StreamPoolTests
{
    const int Keys = 40;

    public static TheoryData<string> Cells => [.. CellCatalog.All.Select(recipe => recipe.Name)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_pool_gives_what_single_streams_give(string name)
    {
        var network = NetworkOf(name);
        var pool = new StreamPool<ulong>(network);
        var streams = Enumerable.Range(0, Keys).Select(_ => network.OpenStream()).ToArray();
        var random = new Random(5);
        for (var batch = 0; batch < 6; batch++)
        {
            var readings = Readings.Random(random, network, count: 1 + random.Next(2 * Keys), Keys, Longest(name));
            var outputs = readings.Step(pool);
            for (var reading = 0; reading < readings.Keys.Length; reading++)
            {
                var expected = streams[readings.Keys[reading]].Step(readings.Input(reading), readings.Elapsed[reading]);
                for (var column = 0; column < expected.Length; column++)
                {
                    outputs[reading * network.OutputSize + column].Should().BeApproximately(
                        expected[column], 1e-5f * (1 + MathF.Abs(expected[column])));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Who_arrives_beside_whom_changes_no_bit(string name)
    {
        var network = NetworkOf(name);
        var (together, alone, odd) = (new StreamPool<ulong>(network), new StreamPool<ulong>(network), new StreamPool<ulong>(network));
        var random = new Random(7);
        for (var batch = 0; batch < 4; batch++)
        {
            var readings = Readings.Random(random, network, count: 50, Keys, Longest(name));
            var outputs = readings.Step(together);
            var oddKeys = readings.Where(key => key % 2 == 1);
            var oddOutputs = oddKeys.Step(odd);
            var seen = 0;
            for (var reading = 0; reading < readings.Keys.Length; reading++)
            {
                var key = readings.Keys[reading];
                var expected = outputs.AsSpan(reading * network.OutputSize, network.OutputSize).ToArray();
                var own = new float[network.OutputSize];
                alone.Step([key], readings.Input(reading), [readings.Elapsed[reading]], own).Should().Be(0);
                own.Should().Equal(expected);
                if (key % 2 == 1)
                    oddOutputs.AsSpan(seen++ * network.OutputSize, network.OutputSize).ToArray().Should().Equal(expected);
            }
        }

        foreach (var key in together.GetKeys())
            alone.Snapshot(key).Should().Equal(together.Snapshot(key));
    }

    [Fact]
    public void Large_batches_on_several_threads_give_the_same_bits()
    {
        var network = Network();
        var (large, small) = (new StreamPool<ulong>(network), new StreamPool<ulong>(network));
        var readings = Readings.Random(new Random(3), network, count: 5_000, keys: 3_000, longest: 2);
        var outputs = readings.Step(large);
        for (var reading = 0; reading < 5_000; reading++)
        {
            var own = new float[network.OutputSize];
            small.Step([readings.Keys[reading]], readings.Input(reading), [readings.Elapsed[reading]], own);
            own.Should().Equal(outputs.AsSpan(reading * network.OutputSize, network.OutputSize).ToArray());
        }
    }

    [Fact]
    public void What_is_refused_touches_neither_its_stream_nor_a_neighbour()
    {
        var network = Network();
        var (pool, clean) = (new StreamPool<ulong>(network), new StreamPool<ulong>(network));
        var readings = Readings.Random(new Random(3), network, count: 20, keys: 10, longest: 2);
        readings.Step(pool);
        readings.Step(clean);
        ulong[] keys = [1, 1, 2, 99, 3, 4, 1];
        float[] inputs = [0, 0, float.NaN, 0, 0, float.PositiveInfinity, 0, float.NaN, 0, 0, 0, 0, 1, 1];
        float[] elapsed = [1, 1, 1, 1, float.NaN, -1, 1];
        var (outputs, refusals) = (new float[7 * 2], new Refusal[7]);
        pool.Step(keys, inputs, elapsed, outputs, refusals).Should().Be(5);
        refusals.Should().Equal(
            Refusal.None, Refusal.Input, Refusal.Input, Refusal.Input, Refusal.Elapsed, Refusal.Elapsed, Refusal.None);
        outputs[2..12].Should().OnlyContain(value => float.IsNaN(value));
        pool.Contains(99).Should().BeFalse("a refused reading opens no stream");
        var expected = new float[2 * 2];
        clean.Step([1, 1], [0, 0, 1, 1], [1, 1], expected).Should().Be(0);
        outputs[..2].Concat(outputs[12..]).Should().Equal(expected);
        foreach (var key in pool.GetKeys())
            pool.Snapshot(key).Should().Equal(clean.Snapshot(key));
    }

    [Fact]
    public void A_key_that_throws_leaves_nothing_behind_for_the_next_batch()
    {
        var (pool, clean) = (new StreamPool<int>(Network(), new NoNegatives()), new StreamPool<int>(Network()));
        var (output, expected) = (new float[2], new float[2]);
        pool.Step([1, 2], [1, 2, 1, 2], [1, 1], new float[4]);
        clean.Step([1, 2], [1, 2, 1, 2], [1, 1], new float[4]);

        pool.Invoking(it => it.Step([1, 1, -1], [3, 4, 3, 4, 3, 4], [1, 1, 1], new float[6])).Should().Throw<NotSupportedException>();

        pool.Step([1], [5, 6], [1], output).Should().Be(0);
        clean.Step([1], [5, 6], [1], expected);
        output.Should().Equal(expected);
        pool.Snapshot(1).Should().Equal(clean.Snapshot(1));
    }

    [Fact]
    public void A_step_that_overflows_is_refused_alone()
    {
        var network = LiquidNetwork.Regressor(new UnscaledLeakyIntegratorCell(2, 4, timeConstant: 1e-3f, seed: 3), outputs: 2);
        var pool = new StreamPool<string>(network);
        var (outputs, refusals) = (new float[6], new Refusal[3]);
        string[] keys = ["a", "b", "c"];
        float[] inputs = [0.3f, -0.2f, 0.3f, -0.2f, 0.3f, -0.2f];
        pool.Step(keys, inputs, [1, 1, 1], outputs).Should().Be(0);
        var before = pool.Snapshot("b");
        pool.Step(keys, inputs, [1, 3e38f, 1], outputs, refusals).Should().Be(1);
        refusals.Should().Equal(Refusal.None, Refusal.NotFinite, Refusal.None);
        outputs[2..4].Should().OnlyContain(value => float.IsNaN(value));
        outputs[..2].Concat(outputs[4..]).Should().OnlyContain(value => float.IsFinite(value));
        pool.Snapshot("b").Should().Equal(before);
    }

    [Fact]
    public void A_prediction_that_overflows_is_refused_alone_and_leaves_its_state()
    {
        var network = LiquidNetwork.Regressor(new CtRnnCell(1, 1, seed: 3), outputs: 1);
        network.Parameters["W_in"].Values.Fill(1);
        network.Parameters["W_out"].Values.Fill(float.MaxValue);
        network.Parameters["b_out"].Values.Fill(float.MaxValue);
        var (pool, stream) = (new StreamPool<string>(network), network.OpenStream());
        var (outputs, refusals) = (new float[3], new Refusal[3]);
        string[] keys = ["a", "b", "c"];
        pool.Step(keys, [-1, -0.5f, -1], [1, 1, 1], outputs).Should().Be(0);
        var before = pool.Snapshot("b");

        pool.Step(keys, [-1, 9, -1], [1, 1, 1], outputs, refusals).Should().Be(1);

        refusals.Should().Equal(Refusal.None, Refusal.NotFinite, Refusal.None);
        outputs[1].Should().Be(float.NaN);
        outputs[0].Should().Be(outputs[2]).And.BeLessThan(float.MaxValue);
        pool.Snapshot("b").Should().Equal(before);
        stream.Step([-0.5f]);
        var state = stream.State.ToArray();
        stream.Invoking(it => it.Step([9])).Should().Throw<ArithmeticException>("a stream refuses it too");
        stream.State.ToArray().Should().Equal(state);
    }

    [Fact]
    public void A_stream_that_is_forgotten_begins_anew_or_goes_on_from_its_snapshot()
    {
        var network = Network();
        var pool = new StreamPool<int>(network);
        var (first, output) = (new float[2], new float[2]);
        pool.Step([5], [1, 2], [1], first);
        var snapshot = pool.Snapshot(5);
        pool.Remove(5).Should().BeTrue();
        pool.Remove(5).Should().BeFalse();
        pool.Count.Should().Be(0);
        pool.Invoking(it => it.Snapshot(5)).Should().Throw<KeyNotFoundException>();
        pool.Step([6], [1, 2], [1], output);
        output.Should().Equal(first, "the slot of another begins with a state of zero");
        pool.Restore(5, snapshot);
        pool.GetKeys().Should().BeEquivalentTo([5, 6]);
        pool.Snapshot(5).Should().Equal(snapshot).And.Equal(pool.Snapshot(6));
        var stream = network.OpenStream();
        stream.Restore(snapshot);
        stream.Snapshot().Should().Equal(snapshot);
        pool.Invoking(it => it.Restore(7, snapshot.AsSpan(1))).Should().Throw<InvalidDataException>();
        pool.Contains(7).Should().BeFalse();
    }

    [Fact]
    public void A_retrained_network_takes_over_under_running_streams()
    {
        var (old, trained) = (Network(), Network(seed: 8));
        var (pool, expected) = (new StreamPool<int>(old), new StreamPool<int>(trained));
        var (output, own) = (new float[2], new float[2]);
        pool.Step([1], [1, 2], [1], output);
        expected.Restore(1, pool.Snapshot(1));
        pool.Invoking(it => it.SwitchTo(LiquidNetwork.Regressor(new LtcCell(2, 8), outputs: 2))).Should().Throw<ArgumentException>();
        pool.SwitchTo(trained);
        pool.Step([1], [1, 2], [1], output);
        expected.Step([1], [1, 2], [1], own);
        output.Should().Equal(own);
        trained.Parameters[0].Values[0] += 1;
        pool.Step([1], [1, 2], [1], output);
        expected.Step([1], [1, 2], [1], own);
        output.Should().Equal(own, "neither has taken the new values over");
        pool.Refresh();
        pool.Step([1], [1, 2], [1], output);
        var snapshot = expected.Snapshot(1);
        expected.Step([1], [1, 2], [1], own);
        output.Should().NotEqual(own);
        var fresh = new StreamPool<int>(trained);
        fresh.Restore(1, snapshot);
        fresh.Step([1], [1, 2], [1], own);
        output.Should().Equal(own, "it now sees the new values of the network that took over");
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        var pool = new StreamPool<string>(Network());
        pool.Invoking(it => it.Step(["a"], [1], [1], new float[2])).Should().Throw<ArgumentException>()
            .WithMessage("*2 numbers but got 1*");
        pool.Invoking(it => it.Step(["a"], [1, 2], ReadOnlySpan<float>.Empty, new float[2])).Should().Throw<ArgumentException>();
        pool.Invoking(it => it.Step(["a"], [1, 2], [1], new float[1])).Should().Throw<ArgumentException>();
        pool.Invoking(it => it.Step([null!], [1, 2], [1], new float[2])).Should().Throw<ArgumentException>();
        pool.Step([], [], ReadOnlySpan<float>.Empty, []).Should().Be(0);
        pool.Count.Should().Be(0);
    }

    [Fact]
    public void A_batch_allocates_nothing()
    {
        var network = Network();
        var pool = new StreamPool<ulong>(network);
        var readings = Readings.Random(new Random(3), network, count: 2_000, keys: 1_500, longest: 2);
        var outputs = new float[2_000 * 2];
        Allocations.LeastOf(() => pool.Step(readings.Keys, readings.Inputs, readings.Elapsed, outputs)).Should().Be(0);
    }

    [Fact]
    public void Threads_may_share_a_pool()
    {
        var network = Network();
        var (shared, expected) = (new StreamPool<ulong>(network), new StreamPool<ulong>(network));
        var parts = Enumerable.Range(0, 8)
            .Select(part => Readings.Random(new Random(part), network, count: 400, keys: 50, longest: 2).Shifted(50 * (ulong)part))
            .ToArray();
        Parallel.ForEach(parts, part => part.Step(shared));
        foreach (var part in parts)
            part.Step(expected);
        shared.Count.Should().Be(expected.Count);
        foreach (var key in expected.GetKeys())
            shared.Snapshot(key).Should().Equal(expected.Snapshot(key));
    }

    static float Longest(string name) => CellCatalog.All.Single(recipe => recipe.Name == name).LongestTimespan;

    static LiquidNetwork NetworkOf(string name) =>
        LiquidNetwork.Regressor(CellCatalog.All.Single(recipe => recipe.Name == name).CreateScattered(seed: 2), outputs: 2);

    static LiquidNetwork Network(int seed = 3) => LiquidNetwork.Regressor(new CfcCell(2, 8, seed: seed), outputs: 2);

    sealed class NoNegatives : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => x == y;

        public int GetHashCode(int obj) => obj >= 0 ? obj : throw new NotSupportedException();
    }

    /// <summary>A batch of readings.</summary>
    sealed record Readings(LiquidNetwork Network, ulong[] Keys, float[] Inputs, float[] Elapsed)
    {
        public static Readings Random(Random random, LiquidNetwork network, int count, int keys, float longest) => new(
            network,
            [.. Enumerable.Range(0, count).Select(_ => (ulong)random.Next(keys))],
            [.. Enumerable.Range(0, count * network.InputSize).Select(_ => 2 * random.NextSingle() - 1)],
            [.. Enumerable.Range(0, count).Select(_ => longest * random.NextSingle())]);

        public float[] Input(int reading) => Inputs[(reading * Network.InputSize)..((reading + 1) * Network.InputSize)];

        public Readings Where(Func<ulong, bool> wanted)
        {
            var kept = Enumerable.Range(0, Keys.Length).Where(reading => wanted(Keys[reading])).ToArray();
            return new(
                Network,
                [.. kept.Select(reading => Keys[reading])],
                [.. kept.SelectMany(Input)],
                [.. kept.Select(reading => Elapsed[reading])]);
        }

        public Readings Shifted(ulong by) => this with { Keys = [.. Keys.Select(key => key + by)] };

        public float[] Step(StreamPool<ulong> pool)
        {
            var outputs = new float[Keys.Length * Network.OutputSize];
            pool.Step(Keys, Inputs, Elapsed, outputs).Should().Be(0);
            return outputs;
        }
    }
}
