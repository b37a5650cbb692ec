using LiquidNet.Runs.Shards;

namespace LiquidNet.Tests.Runs.Shards;

public class ShardTeamTests
{
    [Fact]
    public void The_failure_of_the_first_shard_is_reported_whichever_comes_first()
    {
        var team = new ShardTeam(threads: 2);
        using var laterFailed = new ManualResetEventSlim();
        team.Invoking(it => it.Run(2, shard =>
        {
            if (shard == 1)
            {
                laterFailed.Set();
                throw new InvalidDataException();
            }

            laterFailed.Wait(TimeSpan.FromSeconds(10));
            Thread.Sleep(20);
            throw new NotSupportedException();
        })).Should().Throw<NotSupportedException>();
    }

    public static TheoryData<int> Threads { get; } = [1, 2, 3, 8];

    [Theory]
    [MemberData(nameof(Threads))]
    public void Every_shard_is_done_exactly_once_in_every_run(int threads)
    {
        var team = new ShardTeam(threads);
        for (var run = 0; run < 2000; run++)
        {
            var done = new int[1 + run % 9];
            team.Run(done.Length, shard => Interlocked.Increment(ref done[shard]));
            done.Should().OnlyContain(count => count == 1);
        }
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void What_the_shards_wrote_is_seen_by_the_caller(int threads)
    {
        var team = new ShardTeam(threads);
        var written = new int[64];
        for (var run = 1; run <= 500; run++)
        {
            team.Run(written.Length, shard => written[shard] = run);
            written.Should().OnlyContain(value => value == run);
        }
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void An_exception_reaches_the_caller_after_all_other_shards(int threads)
    {
        var team = new ShardTeam(threads);
        var done = 0;
        team.Invoking(self => self.Run(10, shard =>
        {
            if (shard == 3)
                throw new InvalidDataException("shard 3");
            Interlocked.Increment(ref done);
        })).Should().Throw<InvalidDataException>().WithMessage("shard 3");
        done.Should().Be(9);

        team.Run(10, _ => Interlocked.Increment(ref done));
        done.Should().Be(19, "a failed run leaves nothing behind");
    }

    [Fact]
    public void Teams_may_run_side_by_side()
    {
        var total = 0;
        Parallel.For(0, 4, _ =>
        {
            var team = new ShardTeam(2);
            for (var run = 0; run < 200; run++)
                team.Run(5, _ => Interlocked.Increment(ref total));
        });
        total.Should().Be(4 * 200 * 5);
    }

    [Fact]
    public void A_run_allocates_nothing_once_warm()
    {
        var team = new ShardTeam(threads: 2);
        var sums = new int[8];
        Action<int> work = shard => sums[shard]++;
        team.Run(8, work);
        Allocations.LeastOf(() => team.Run(8, work)).Should().Be(0);
    }
}
