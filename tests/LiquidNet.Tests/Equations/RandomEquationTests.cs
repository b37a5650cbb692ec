using LiquidNet.Runs;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Tests.Runs.Support;

namespace LiquidNet.Tests.Equations;

public class RandomEquationTests
{
    public static TheoryData<int> Seeds { get; } = new(Enumerable.Range(0, 120));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_is_written_is_computed_and_differentiated(int seed)
    {
        var cell = new RandomEquation(seed).Cell;
        var episode = cell.EpisodeFor(seed, batch: 4, steps: 3);
        if (seed % 2 == 0)
            episode = episode.WithEqualTimespans();
        var expected = new ReferenceRun(cell).On(episode);
        foreach (var lanes in (int[])[1, 8, 16])
            cell.Run(episode, lanes: lanes).ShouldAgreeWith(expected, cell.Parameters);
        cell.Run(episode, TapeMemory.States).ShouldEqual(cell.Run(episode));
    }
}
