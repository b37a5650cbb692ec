using LiquidNet.Cells;

namespace LiquidNet.Tests.Networks;

public class StreamPoolTimeTests
{
    const int Keys = 20;

    static readonly DateTimeOffset Noon = new(2026, 3, 29, 12, 0, 0, TimeSpan.FromHours(2));
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_pool_treats_late_and_equal_time_stamps_as_single_streams_do()
    {
        var network = Network();
        var (pool, random) = (new StreamPool<int>(network, Minute), new Random(5));
        var streams = Enumerable.Range(0, Keys).Select(_ => network.OpenStream(Minute)).ToArray();
        var late = 0;
        for (var batch = 0; batch < 20; batch++)
        {
            var keys = Enumerable.Range(0, 60).Select(_ => random.Next(Keys)).ToArray();
            var times = keys.Select(_ => Noon.AddSeconds(30 * batch + random.Next(-40, 40))).ToArray();
            var inputs = keys.SelectMany(_ => new[] { random.NextSingle(), random.NextSingle() }).ToArray();
            var (outputs, refusals) = (new float[2 * keys.Length], new Refusal[keys.Length]);
            pool.Step(keys, inputs, times, outputs, refusals);
            for (var reading = 0; reading < keys.Length; reading++)
            {
                var (stream, input) = (streams[keys[reading]], inputs.AsSpan(2 * reading, 2).ToArray());
                if (times[reading] < stream.Time)
                {
                    late++;
                    refusals[reading].Should().Be(Refusal.Late);
                    outputs[2 * reading].Should().Be(float.NaN);
                    continue;
                }

                refusals[reading].Should().Be(Refusal.None);
                var expected = stream.Step(input, times[reading]);
                outputs[2 * reading].Should().BeApproximately(expected[0], 1e-5f);
                outputs[2 * reading + 1].Should().BeApproximately(expected[1], 1e-5f);
            }
        }

        late.Should().BeGreaterThan(50);
        for (var key = 0; key < Keys; key++)
            pool.TimeOf(key).Should().Be(streams[key].Time);
    }

    [Fact]
    public void A_reading_that_is_refused_leaves_the_time_of_its_stream()
    {
        var network = LiquidNetwork.Regressor(new UnscaledLeakyIntegratorCell(2, 4, timeConstant: 1e-3f, seed: 3), outputs: 2);
        var (pool, expected) = (new StreamPool<int>(network, TimeSpan.FromTicks(1)), network.OpenStream(TimeSpan.FromTicks(1)));
        var (outputs, refusals) = (new float[8], new Refusal[4]);
        float[] inputs = [0.3f, -0.2f, float.NaN, 0, 3e38f, 3e38f, 0.3f, -0.2f];
        DateTimeOffset[] times = [Noon, Noon.AddTicks(5), Noon.AddTicks(7), Noon.AddTicks(9)];
        pool.Step([1, 1, 1, 1], inputs, times, outputs, refusals).Should().Be(2);
        refusals.Should().Equal(Refusal.None, Refusal.Input, Refusal.NotFinite, Refusal.None);
        expected.Step(inputs.AsSpan(..2), Noon);
        var last = expected.Step(inputs.AsSpan(..2), Noon.AddTicks(9)).ToArray();
        outputs[6].Should().BeApproximately(last[0], 1e-5f * MathF.Abs(last[0]), "nine ticks have passed since the one that was taken");
    }

    [Fact]
    public void A_time_that_is_too_long_for_the_solver_is_refused()
    {
        var pool = new StreamPool<string>(LiquidNetwork.Regressor(new LeakyIntegratorCell(1, 4, timeConstant: 2), outputs: 1), Minute);
        var refusals = new Refusal[3];
        pool.Step(["a", "a", "a"], [1, 1, 1], [Noon, Noon.AddDays(1), Noon.AddSeconds(1)], new float[3], refusals).Should().Be(1);
        refusals.Should().Equal(Refusal.None, Refusal.Elapsed, Refusal.None);
    }

    [Fact]
    public void Streams_without_a_recent_reading_are_forgotten()
    {
        var pool = new StreamPool<int>(Network(), Minute);
        var (output, anew) = (new float[2], new float[2]);
        for (var key = 0; key < 100; key++)
            pool.Step([key], [1, 2], [Noon.AddMinutes(key)], output).Should().Be(0);
        pool.RemoveIdle(Noon.AddMinutes(60)).Should().Be(60);
        pool.GetKeys().Should().BeEquivalentTo(Enumerable.Range(60, 40));
        pool.RemoveIdle(Noon.AddMinutes(60)).Should().Be(0);
        pool.TimeOf(59).Should().BeNull();
        pool.Step([59], [1, 2], [Noon], anew).Should().Be(0, "it is the first reading of a new stream, not a late one");
        anew.Should().Equal(output);
    }

    [Fact]
    public void Snapshots_go_from_pool_to_stream_and_back_with_their_time()
    {
        var network = Network();
        var (pool, stream) = (new StreamPool<int>(network, Minute), network.OpenStream(Minute));
        pool.Step([7], [1, 2], [Noon], new float[2]);
        stream.Restore(pool.Snapshot(7));
        stream.Time.Should().Be(Noon);
        stream.Step([1, 2], Noon.AddSeconds(20));
        pool.Restore(8, stream.Snapshot());
        pool.TimeOf(8).Should().Be(Noon.AddSeconds(20));
        pool.Restore(8, network.OpenStream().Snapshot());
        pool.TimeOf(8).Should().BeNull();
        pool.RemoveIdle(DateTimeOffset.MaxValue).Should().Be(1);
        pool.Contains(8).Should().BeTrue("nobody knows how old it is");
    }

    [Fact]
    public void Time_stamps_need_a_unit_and_elapsed_times_none()
    {
        var (plain, stamped) = (new StreamPool<int>(Network()), new StreamPool<int>(Network(), Minute));
        plain.Invoking(it => it.Step([1], [1, 2], [Noon], new float[2])).Should().Throw<InvalidOperationException>();
        plain.Invoking(it => it.RemoveIdle(Noon)).Should().Throw<InvalidOperationException>();
        stamped.Invoking(it => it.Step([1], [1, 2], [1f], new float[2])).Should().Throw<InvalidOperationException>();
        stamped.Invoking(it => it.Step([1], [1, 2], [Noon, Noon], new float[2])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new StreamPool<int>(Network(), TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_batch_with_time_stamps_allocates_nothing()
    {
        var pool = new StreamPool<int>(Network(), Minute);
        var keys = Enumerable.Range(0, 2_000).Select(key => key % 1_500).ToArray();
        var (inputs, outputs, times) = (new float[4_000], new float[4_000], new DateTimeOffset[2_000]);
        times.AsSpan().Fill(Noon);
        Allocations.LeastOf(() => pool.Step(keys, inputs, times, outputs).Should().Be(0));
        Allocations.LeastOf(() => pool.Step(keys, inputs, times, outputs)).Should().Be(0);
    }

    static LiquidNetwork Network() => LiquidNetwork.Regressor(new CfcCell(2, 8, seed: 3), outputs: 2);
}
