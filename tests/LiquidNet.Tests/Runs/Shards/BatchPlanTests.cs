using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Runs.Shards;
using LiquidNet.Tests.Runs.Support;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Runs.Shards;

/// <summary>How samples are cut into shards.</summary>
public class BatchPlanTests
{
    [Fact]
    public void A_single_long_sequence_runs_alone()
    {
        var (together, set) = (new BatchPlan(), Set([.. Enumerable.Repeat(20, 255), 20_000, .. Enumerable.Repeat(20, 256)]));
        together.Take(set);
        Enumerable.Range(0, together.Shards).Single(shard => together.SamplesOf(shard).Contains(255)).Should()
            .Be(0, "the longest begins first");
        together.LanesOf(0).Should().Be(1);
        LaneSteps(together, set).Should().BeLessThan((int)(1.02 * (20_000 + 511 * 20)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 8)]
    [InlineData(16, 8)]
    [InlineData(17, 16)]
    [InlineData(40, 16)]
    public void Sequences_of_one_length_are_cut_in_their_order(int count, int lanes)
    {
        var plan = new BatchPlan();
        int[] batch = [.. Enumerable.Range(0, count).Reverse()];
        plan.Take(Set([.. Enumerable.Repeat(7, count)]), batch);
        plan.Shards.Should().Be((count + lanes - 1) / lanes);
        for (var shard = 0; shard < plan.Shards; shard++)
        {
            plan.LanesOf(shard).Should().Be(lanes);
            plan.SamplesOf(shard).ToArray().Should().Equal(batch.Skip(plan.FirstOf(shard)).Take(lanes));
        }
    }

    [Fact]
    public void Every_sample_has_a_place_and_neighbours_of_about_its_length()
    {
        var random = new Random(1);
        for (var round = 0; round < 50; round++)
        {
            var set = Set([.. Enumerable.Range(0, random.Next(1, 90))
                .Select(_ => random.Next(3) == 0 ? random.Next(1, 60) : random.Next(1, 6))]);
            var first = random.Next(set.Count);
            var plan = new BatchPlan();
            plan.Take(set, [.. Enumerable.Range(first, set.Count - first)]);
            var placed = Enumerable.Range(0, plan.Shards).SelectMany(shard => plan.SamplesOf(shard).ToArray()).ToArray();
            placed.Order().Should().Equal(Enumerable.Range(first, set.Count - first));
            placed.Select(set.LengthOf).Should().BeInDescendingOrder();
            for (var shard = 0; shard < plan.Shards; shard++)
                plan.SamplesOf(shard).Length.Should().BeLessThanOrEqualTo(plan.LanesOf(shard));
        }
    }

    [Fact]
    public void A_shard_is_as_long_as_its_own_longest_sample()
    {
        var set = Set([5, 3, 900, 4]);
        var input = new ShardInput(lanes: 8, new LeakyIntegratorCell(1, 1).ModelOf().Inputs);
        input.Load(set, [0, 3, 1]);
        (input.Steps, input.IsRagged).Should().Be((5, true));
        input.Load(set, [2]);
        (input.Steps, input.IsRagged).Should().Be((900, false));
    }

    static int LaneSteps(BatchPlan plan, SequenceSet set) => Enumerable.Range(0, plan.Shards)
        .Sum(shard => plan.LanesOf(shard) * plan.SamplesOf(shard).ToArray().Max(set.LengthOf));

    static SequenceSet Set(int[] lengths) => SequenceSet.Of(lengths.Select(length => new Sequence(Matrix<float>.Build.Dense(length, 1))));
}
