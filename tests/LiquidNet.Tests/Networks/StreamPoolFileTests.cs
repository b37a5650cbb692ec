using System.Globalization;
using System.Security.Cryptography;
using LiquidNet.Cells;

namespace LiquidNet.Tests.Networks;

public sealed class StreamPoolFileTests : IDisposable
{
    static readonly DateTimeOffset Noon = new(2026, 3, 29, 12, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    static readonly LiquidNetwork Network = LiquidNetwork.Regressor(new CfcCell(2, 6, seed: 1), outputs: 1);

    readonly string folder = Directory.CreateTempSubdirectory("liquidnet-pool-").FullName;

    string FilePath => Path.Combine(folder, "pool");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2_345)]
    public void A_pool_comes_back_with_its_states_times_and_order(int streams)
    {
        var pool = new StreamPool<long>(Network, Minute);
        var random = new Random(streams);
        for (var stream = 0; stream < streams; stream++)
            Step(pool, random.NextInt64(long.MinValue, long.MaxValue), random);
        foreach (var key in pool.GetKeys().Where((_, index) => index % 5 == 0))
            pool.Remove(key);
        Step(pool, -1, random);
        pool.Save(FilePath);

        var loaded = new StreamPool<long>(Network, Minute);
        Step(loaded, 12345, random);
        loaded.Load(FilePath);
        loaded.GetKeys().Should().Equal(pool.GetKeys());
        loaded.Count.Should().Be(pool.Count);
        foreach (var key in pool.GetKeys())
        {
            loaded.TimeOf(key).Should().Be(pool.TimeOf(key));
            loaded.Snapshot(key).Should().Equal(pool.Snapshot(key));
        }

        var before = pool.Count;
        loaded.RemoveIdle(Noon.AddMinutes(50)).Should().Be(pool.RemoveIdle(Noon.AddMinutes(50)));
        (pool.Count < before || before < 10).Should().BeTrue();
        var (expected, found) = (new float[1], new float[1]);
        pool.Step([-1], [0.1f, 0.2f], [Noon.AddHours(3)], expected);
        loaded.Step([-1], [0.1f, 0.2f], [Noon.AddHours(3)], found);
        found.Should().Equal(expected);
    }

    [Fact]
    public void Keys_of_the_usual_types_come_back()
    {
        CheckKeys("", "a", "\u00fcber \U0001F600", new string('x', 30_000));
        CheckKeys(0, -1, int.MaxValue, int.MinValue);
        CheckKeys(0u, uint.MaxValue);
        CheckKeys(0L, long.MinValue, long.MaxValue);
        CheckKeys(0ul, ulong.MaxValue);
        CheckKeys(Guid.Empty, new Guid("0b5a6c1e-7f3c-4d0e-9a52-7a3b52f6c111"));
    }

    [Fact]
    public void Other_keys_need_a_text_of_their_own()
    {
        var pool = new StreamPool<(int Floor, int Room)>(Network);
        pool.Step([(1, 2), (3, 4)], new float[4], [1, 1], new float[2]);
        RefuseToSave(null, "*formatKey*");
        RefuseToSave(key => $"{key.Floor / 5}", "*same text, '0'*");
        RefuseToSave(_ => null!, "*null*");
        RefuseToSave(_ => new string('x', 65_536), "*65,535*");
        RefuseToSave(_ => "\ud800", "*half of a character*");
        pool.Invoking(it => it.Load(new MemoryStream())).Should().Throw<ArgumentException>().WithParameterName("parseKey");
        Directory.GetFiles(folder).Should().BeEmpty();

        pool.Save(FilePath, key => $"{key.Floor}/{key.Room}");
        var loaded = new StreamPool<(int Floor, int Room)>(Network);
        loaded.Load(FilePath, text => (Number(text.Split('/')[0]), Number(text.Split('/')[1])));
        loaded.GetKeys().Should().Equal((1, 2), (3, 4));
        loaded.Invoking(it => it.Load(FilePath, text => (Number(text), 0)))
            .Should().Throw<InvalidDataException>().WithMessage("*key '1/2'*");
        loaded.Count.Should().Be(2);

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

        void RefuseToSave(Func<(int Floor, int Room), string>? format, string message) => pool.Invoking(it => it.Save(FilePath, format))
            .Should().Throw<ArgumentException>().WithMessage(message).WithParameterName("formatKey");
    }

    [Fact]
    public void Keys_that_the_pool_takes_for_equal_are_refused()
    {
        var pool = new StreamPool<string>(Network);
        pool.Step(["a", "A"], new float[4], [1, 1], new float[2]);
        pool.Save(FilePath);
        new StreamPool<string>(Network, StringComparer.OrdinalIgnoreCase).Invoking(it => it.Load(FilePath))
            .Should().Throw<InvalidDataException>().WithMessage($"{FilePath}*'A'*twice*");
    }

    [Fact]
    public void Another_network_or_unit_of_time_is_refused()
    {
        var pool = new StreamPool<int>(Network, Minute);
        Step(pool, 1, new Random(1));
        pool.Save(FilePath);
        Refuse(new StreamPool<int>(Network, TimeSpan.FromHours(1)), "*unit of time of 00:01:00*01:00:00*");
        Refuse(new StreamPool<int>(LiquidNetwork.Regressor(new CfcCell(2, 7), outputs: 1), Minute), "*another network*");
        Refuse(new StreamPool<int>(LiquidNetwork.Regressor(new GruCell(2, 6), outputs: 1), Minute), "*key '1'*equation*");
        File.WriteAllBytes(FilePath, "{\"not\": \"a pool of streams\"}"u8.ToArray());
        Refuse(new StreamPool<int>(Network, Minute), "*LQPF*");
    }

    [Fact]
    public void A_pool_without_time_stamps_takes_states_without_them()
    {
        var pool = new StreamPool<int>(Network, Minute);
        Step(pool, 1, new Random(1));
        pool.Save(FilePath);
        var untimed = new StreamPool<int>(Network);
        untimed.Load(FilePath);
        untimed.TimeOf(1).Should().BeNull();
        untimed.Step([1], [1, 2], [0.5f], new float[1]).Should().Be(0);
    }

    [Fact]
    public void A_file_with_any_byte_changed_or_missing_is_refused_and_the_pool_is_as_it_was()
    {
        var pool = new StreamPool<int>(Network, Minute);
        for (var key = 0; key < 3; key++)
            Step(pool, key, new Random(key));
        var file = Saved(pool);
        var kept = new StreamPool<int>(Network, Minute);
        Step(kept, 7, new Random(7));
        var before = kept.Snapshot(7);
        for (var at = 0; at < file.Length; at++)
        {
            var changed = file.ToArray();
            changed[at] ^= 0x10;
            Refuse(kept, changed, file[..at]);
        }

        Refuse(kept, [.. file, 0], [.. file[..^SHA256.HashSizeInBytes], .. SHA256.HashData([])]);
        kept.GetKeys().Should().Equal(7);
        kept.Snapshot(7).Should().Equal(before);
    }

    [Fact]
    public void Progress_is_told_and_a_cancelled_call_changes_nothing()
    {
        var pool = Pool(streams: 2_500);
        var told = new Told();
        pool.Save(FilePath, progress: told);
        told.Numbers.Should().Equal(1_000, 2_000, 2_500);
        var file = File.ReadAllBytes(FilePath);
        told.Numbers.Clear();
        var loaded = Pool(streams: 1);
        loaded.Load(FilePath, progress: told);
        told.Numbers.Should().Equal(1_000, 2_000, 2_500);

        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        foreach (var any in (StreamPool<int>[])[pool, loaded, Pool(streams: 1)])
            any.Invoking(it => it.Save(FilePath, cancellationToken: cancelled.Token)).Should().Throw<OperationCanceledException>();
        File.ReadAllBytes(FilePath).Should().Equal(file);
        Directory.GetFiles(folder).Should().ContainSingle();
        var kept = Pool(streams: 1);
        kept.Invoking(it => it.Load(FilePath, cancellationToken: cancelled.Token)).Should().Throw<OperationCanceledException>();
        kept.Count.Should().Be(1);
    }

    [Fact]
    public void Saving_holds_no_second_copy_of_the_states()
    {
        var pool = Pool(streams: 20_000);
        pool.Save(Stream.Null);
        Allocations.LeastOf(() => pool.Save(Stream.Null)).Should().BeLessThan(20_000 * 130, "keys become text one by one, states nothing");
    }

    static StreamPool<int> Pool(int streams)
    {
        var pool = new StreamPool<int>(Network);
        pool.Step([.. Enumerable.Range(0, streams)], new float[2 * streams], new float[streams], new float[streams]);
        return pool;
    }

    static byte[] Saved(StreamPool<int> pool)
    {
        var memory = new MemoryStream();
        pool.Save(memory);
        return memory.ToArray();
    }

    static void Step<TKey>(StreamPool<TKey> pool, TKey key, Random random)
        where TKey : notnull =>
        pool.Step([key], [random.NextSingle(), random.NextSingle()], [Noon.AddMinutes(random.Next(100))], new float[1]);

    static void Refuse(StreamPool<int> pool, params byte[][] files)
    {
        foreach (var file in files)
            pool.Invoking(it => it.Load(new MemoryStream(file))).Should().Throw<InvalidDataException>();
    }

    void CheckKeys<TKey>(params TKey[] keys)
        where TKey : notnull
    {
        var pool = new StreamPool<TKey>(Network);
        pool.Step(keys, new float[2 * keys.Length], new float[keys.Length], new float[keys.Length]);
        pool.Save(FilePath);
        var loaded = new StreamPool<TKey>(Network);
        loaded.Load(FilePath);
        loaded.GetKeys().Should().Equal(keys);
    }

    void Refuse(StreamPool<int> pool, string message) =>
        pool.Invoking(it => it.Load(FilePath)).Should().Throw<InvalidDataException>().WithMessage(message);

    sealed class Told : IProgress<int>
    {
        public List<int> Numbers { get; } = [];

        public void Report(int value) => Numbers.Add(value);
    }
}
