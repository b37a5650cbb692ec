using System.Threading.Channels;
using LiquidNet.Cells;

namespace LiquidNet.Tests.Networks;

public class PipelineTests
{
    const int Keys = 7;

    static readonly DateTimeOffset Noon = new(2026, 3, 29, 12, 0, 0, TimeSpan.FromHours(2));
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_predicts_as_step_by_step(bool haveTimes)
    {
        var network = Network();
        var (stream, expected) = haveTimes
            ? (network.OpenStream(Minute), network.OpenStream(Minute))
            : (network.OpenStream(), network.OpenStream());
        var readings = Keyed(count: 50, haveTimes).Select(keyed => keyed.Reading).ToArray();
        var predictions = await stream.StepAsync(readings.ToAsyncEnumerable()).ToListAsync();
        predictions.Should().HaveCount(readings.Length);
        foreach (var (reading, prediction) in readings.Zip(predictions))
            prediction.Should().Equal(StepOf(expected, reading));
        stream.Snapshot().Should().Equal(expected.Snapshot());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pool_predicts_as_reading_by_reading_however_they_arrive(bool haveTimes)
    {
        var readings = Keyed(count: 5_000, haveTimes);
        var expected = PoolOf(haveTimes);
        var values = readings.Select(reading => StepOf(expected, reading)).ToArray();
        foreach (var source in new[] { readings.ToAsyncEnumerable(), NowAndThen(readings), OverOneBuffer(readings) })
        {
            var pool = PoolOf(haveTimes);
            var predictions = await pool.StepAsync(source).ToListAsync();
            predictions.Select(prediction => prediction.Key).Should().Equal(readings.Select(reading => reading.Key));
            predictions.Select(prediction => prediction.Refusal).Should().OnlyContain(refusal => refusal == Refusal.None);
            predictions.SelectMany(prediction => prediction.Values).Should().Equal(values.SelectMany(each => each));
            for (var key = 0; key < Keys; key++)
                pool.Snapshot(key).Should().Equal(expected.Snapshot(key));
        }
    }

    [Fact]
    public async Task A_prediction_does_not_wait_for_a_reading_that_has_not_come()
    {
        var channel = Channel.CreateUnbounded<KeyedReading<int>>();
        await using var predictions = PoolOf(haveTimes: false).StepAsync(channel.Reader.ReadAllAsync()).GetAsyncEnumerator();
        for (var key = 0; key < 3; key++)
        {
            channel.Writer.TryWrite(new(key, new(new float[2]))).Should().BeTrue();
            (await predictions.MoveNextAsync().AsTask().WaitAsync(Minute)).Should().BeTrue();
            predictions.Current.Key.Should().Be(key);
        }

        channel.Writer.Complete();
        (await predictions.MoveNextAsync().AsTask().WaitAsync(Minute)).Should().BeFalse();
    }

    [Fact]
    public async Task A_refused_reading_ends_a_stream_and_leaves_its_state()
    {
        var (stream, expected) = (Network().OpenStream(), Network().OpenStream());
        Reading[] readings = [new(new float[] { 1, 2 }), new(new[] { float.NaN, 2 }), new(new float[] { 3, 4 })];
        var predictions = new List<float[]>();
        await FluentActions.Awaiting(() => CollectAsync(stream.StepAsync(readings.ToAsyncEnumerable()), predictions))
            .Should().ThrowAsync<ArgumentException>().WithMessage("Reading refused*");
        predictions.Should().ContainSingle().Which.Should().Equal(expected.Step([1, 2]).ToArray());
        stream.Snapshot().Should().Equal(expected.Snapshot());
        (await stream.StepAsync(readings[2..].ToAsyncEnumerable()).SingleAsync()).Should().Equal(expected.Step([3, 4]).ToArray());
    }

    [Fact]
    public async Task A_refused_reading_ends_no_pool()
    {
        var readings = Keyed(count: 30, haveTimes: false).ToList();
        readings.Insert(11, new(3, new(new[] { float.NaN, 1 })));
        readings.Insert(20, new(4, new(new float[2], elapsed: -1)));
        var expected = PoolOf(haveTimes: false);
        var predictions = await PoolOf(haveTimes: false).StepAsync(readings.ToAsyncEnumerable()).ToListAsync();
        (predictions[11].Key, predictions[11].Refusal).Should().Be((3, Refusal.Input));
        (predictions[20].Key, predictions[20].Refusal).Should().Be((4, Refusal.Elapsed));
        foreach (var (reading, prediction) in readings.Zip(predictions))
            prediction.Values.Should().Equal(StepOf(expected, reading));
    }

    [Theory]
    [InlineData(1, false, false, "*'2'*1 value *expects 2*")]
    [InlineData(2, true, false, "*'2'*time stamp*no unit*")]
    [InlineData(2, false, true, "*unit of time*'2'*no time stamp*")]
    public async Task A_reading_of_another_form_ends_a_pool_once_all_before_are_given(
        int length, bool hasTime, bool haveTimes, string message)
    {
        var values = new float[length];
        var readings = Keyed(count: 10, haveTimes).Append(new(2, hasTime ? new(values, Noon) : new(values)));
        var (pool, predictions) = (PoolOf(haveTimes), new List<KeyedPrediction<int>>());
        await FluentActions.Awaiting(() => CollectAsync(pool.StepAsync(readings.ToAsyncEnumerable()), predictions))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage(message);
        predictions.Should().HaveCount(10);
    }

    [Fact]
    public async Task A_reading_needs_a_key()
    {
        var readings = new[] { new KeyedReading<string>(null!, new(new float[2])) }.ToAsyncEnumerable();
        await FluentActions.Awaiting(() => new StreamPool<string>(Network()).StepAsync(readings).ToListAsync().AsTask())
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*no key*");
        FluentActions.Invoking(() => PoolOf(haveTimes: false).StepAsync(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => Network().OpenStream().StepAsync(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public async Task What_a_source_throws_comes_after_the_predictions_before_it()
    {
        var readings = Keyed(count: 10, haveTimes: false);
        var (single, pooled) = (new List<float[]>(), new List<KeyedPrediction<int>>());
        var stream = Network().OpenStream();
        await FluentActions.Awaiting(() => CollectAsync(stream.StepAsync(Failing(readings.Select(keyed => keyed.Reading))), single))
            .Should().ThrowAsync<IOException>();
        await FluentActions.Awaiting(() => CollectAsync(PoolOf(haveTimes: false).StepAsync(Failing(readings)), pooled))
            .Should().ThrowAsync<IOException>();
        (single.Count, pooled.Count).Should().Be((10, 10));
    }

    [Fact]
    public async Task Cancellation_ends_the_waiting()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = Channel.CreateUnbounded<KeyedReading<int>>();
        waiting.Writer.TryWrite(new(1, new(new float[2]))).Should().BeTrue();
        var pool = PoolOf(haveTimes: false);
        var readings = waiting.Reader.ReadAllAsync();
        var pooled = CollectAsync(pool.StepAsync(readings, cancellation.Token), []);
        var single = CollectAsync(
            Network().OpenStream().StepAsync(Channel.CreateUnbounded<Reading>().Reader.ReadAllAsync(), cancellation.Token), []);
        pooled.IsCompleted.Should().BeFalse();
        await cancellation.CancelAsync();
        await pooled.Awaiting(it => it.WaitAsync(Minute)).Should().ThrowAsync<OperationCanceledException>();
        await single.Awaiting(it => it.WaitAsync(Minute)).Should().ThrowAsync<OperationCanceledException>();
        pool.Contains(1).Should().BeTrue();
    }

    [Fact]
    public async Task A_source_that_is_waited_for_ends_with_the_enumeration()
    {
        var waiting = Channel.CreateUnbounded<KeyedReading<int>>();
        waiting.Writer.TryWrite(new(1, new(new float[2]))).Should().BeTrue();
        var first = PoolOf(haveTimes: false).StepAsync(waiting.Reader.ReadAllAsync()).FirstAsync();
        (await first.AsTask().WaitAsync(Minute)).Key.Should().Be(1);
    }

    static async Task CollectAsync<T>(IAsyncEnumerable<T> source, List<T> collected)
    {
        await foreach (var each in source)
            collected.Add(each);
    }

    static async IAsyncEnumerable<KeyedReading<int>> NowAndThen(IEnumerable<KeyedReading<int>> readings)
    {
        var random = new Random(3);
        foreach (var reading in readings)
        {
            if (random.Next(10) == 0)
                await Task.Yield();
            yield return reading;
        }
    }

    static async IAsyncEnumerable<KeyedReading<int>> OverOneBuffer(IEnumerable<KeyedReading<int>> readings)
    {
        await Task.CompletedTask;
        var buffer = new float[2];
        foreach (var (key, reading) in readings)
        {
            reading.Values.CopyTo(buffer);
            yield return new(key, reading.Time is { } time ? new(buffer, time) : new(buffer, reading.Elapsed));
            buffer.AsSpan().Clear();
        }
    }

    static async IAsyncEnumerable<T> Failing<T>(IEnumerable<T> readings)
    {
        await Task.CompletedTask;
        foreach (var reading in readings)
            yield return reading;
        throw new IOException("The sensor is gone.");
    }

    static KeyedReading<int>[] Keyed(int count, bool haveTimes)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            float[] values = [random.NextSingle(), random.NextSingle()];
            var (key, elapsed) = (random.Next(Keys), random.NextSingle());
            return new KeyedReading<int>(key, haveTimes ? new(values, Noon.AddSeconds(10 * index)) : new(values, elapsed));
        })];
    }

    static float[] StepOf(LiquidStream stream, Reading reading) =>
        (reading.Time is { } time ? stream.Step(reading.Values.Span, time) : stream.Step(reading.Values.Span, reading.Elapsed)).ToArray();

    static float[] StepOf(StreamPool<int> pool, KeyedReading<int> keyed)
    {
        var ((key, reading), output) = (keyed, new float[2]);
        _ = reading.Time is { } time
            ? pool.Step([key], reading.Values.Span, [time], output)
            : pool.Step([key], reading.Values.Span, [reading.Elapsed], output);
        return output;
    }

    static StreamPool<int> PoolOf(bool haveTimes) => haveTimes ? new(Network(), Minute) : new(Network());

    static LiquidNetwork Network() => LiquidNetwork.Regressor(new CfcCell(2, 8, seed: 3), outputs: 2);
}
