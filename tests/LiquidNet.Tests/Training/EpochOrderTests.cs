using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

/// <summary>An epoch goes through every sequence once; grouped by length, batches hold sequences of about one length.</summary>
public sealed class EpochOrderTests
{
    const int BatchSize = 4, BatchesOfAGroup = 32;

    // 32 whole batches, and then a group of six batches and three sequences.
    const int Count = 32 * BatchSize + 6 * BatchSize + 3;

    static readonly SequenceSet Set = SequenceSet.Of(Enumerable.Range(0, Count).Select(index => new Sequence(
        Matrix<float>.Build.Dense(1 + index * 37 % 101, 1))
    { Label = index % 2 }));

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Every_sequence_is_seen_once_an_epoch(bool shuffle, bool groupByLength)
    {
        var order = OrderOf(shuffle, groupByLength);

        for (var epoch = 0; epoch < 3; epoch++)
            order.For(epoch).Order().Should().Equal(Enumerable.Range(0, Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Grouped_batches_are_consecutive_in_length_within_their_group(bool shuffle)
    {
        var plain = OrderOf(shuffle, groupByLength: false).For(2).ToArray();
        var grouped = OrderOf(shuffle, groupByLength: true).For(2);

        foreach (var (group, before) in grouped.Chunk(BatchesOfAGroup * BatchSize).Zip(plain.Chunk(BatchesOfAGroup * BatchSize)))
        {
            group.Should().BeEquivalentTo(before, "a group is what the order had there");
            var batches = group.Chunk(BatchSize).Select(batch => batch.Select(Set.LengthOf).ToArray()).ToArray();
            foreach (var batch in batches)
                batch.Should().BeInDescendingOrder();
            var sorted = batches.OrderByDescending(batch => batch[0]).ThenByDescending(batch => batch[^1]).SelectMany(batch => batch);
            sorted.Should().BeInDescendingOrder("batches are cut from sorted sequences");
        }
    }

    [Fact]
    public void Grouped_batches_come_in_random_order_and_hold_other_sequences_each_epoch()
    {
        var order = OrderOf(shuffle: true, groupByLength: true);
        var (first, second) = (order.For(0).ToArray(), order.For(1).ToArray());

        first.Chunk(BatchSize).Take(BatchesOfAGroup).Select(batch => Set.LengthOf(batch[0])).Should().NotBeInDescendingOrder();
        Batches(first).Intersect(Batches(second)).Count().Should().BeLessThan(Count / BatchSize / 4);
        OrderOf(shuffle: true, groupByLength: true).For(1).Should().Equal(second, "the seed fixes it");
        OrderOf(shuffle: true, groupByLength: true, seed: 1).For(1).Should().NotEqual(second);
    }

    [Fact]
    public void Grouped_batches_come_in_another_order_each_epoch_where_nothing_else_is_shuffled()
    {
        var order = OrderOf(shuffle: false, groupByLength: true);
        var (first, second) = (order.For(0).ToArray(), order.For(1).ToArray());

        second.Should().NotEqual(first);
        Batches(second).Should().BeEquivalentTo(Batches(first), "each batch holds what it held");
    }

    [Fact]
    public void What_fills_no_batch_stays_last()
    {
        var last = OrderOf(shuffle: true, groupByLength: true).For(0)[(BatchesOfAGroup * BatchSize)..];

        var shortest = last.Select(Set.LengthOf).Order().Take(3);
        last[^3..].Select(Set.LengthOf).Order().Should().Equal(shortest);
    }

    static EpochOrder OrderOf(bool shuffle, bool groupByLength, int seed = 0) =>
        new(new() { BatchSize = BatchSize, Shuffle = shuffle, GroupByLength = groupByLength, Seed = seed }, Set);

    static IEnumerable<string> Batches(int[] order) => order.Chunk(BatchSize).Select(batch => string.Join(',', batch.Order()));
}
