using LiquidNet.Data;
using LiquidNet.Runs.Shards;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Runs.Shards;

public sealed class LengthOrderTests
{
    [Fact]
    public void The_longest_come_first_and_those_of_one_length_as_they_came()
    {
        var random = new Random(1);
        for (var round = 0; round < 50; round++)
        {
            var set = SequenceSet.Of(Enumerable.Range(0, random.Next(1, 80))
                .Select(_ => new Sequence(Matrix<float>.Build.Dense(random.Next(1, 9), 1))));
            int[] samples = [.. Enumerable.Range(0, random.Next(1, 200)).Select(_ => random.Next(set.Count))];
            var (keys, sorted) = (new long[samples.Length], new int[samples.Length]);

            LengthOrder.Write(set, samples, keys, sorted);

            sorted.Should().Equal(samples.OrderByDescending(set.LengthOf));
            keys.Select(LengthOrder.LengthOf).Should().Equal(sorted.Select(sample => (long)set.LengthOf(sample)));
        }
    }
}
