using LiquidNet.Cells;
using LiquidNet.Runs;
using LiquidNet.Tests.Golden;
using LiquidNet.Tests.Runs.Support;

namespace LiquidNet.Tests.Cells;

/// <summary>What every cell promises as an equation; <see cref="CellTrainingContract"/> has what it promises in use.</summary>
public class CellContract
{
    public static TheoryData<string> Cells { get; } = new(CellCatalog.Names);

    public static TheoryData<string> CellsThatKeepTheirState { get; } = Those(recipe => recipe.KeepsStateAtZeroTimespan);

    public static TheoryData<string> BoundedCells { get; } = Those(recipe => recipe.Bound is not null);

    [Theory]
    [MemberData(nameof(Cells))]
    public void Outputs_states_and_all_gradients_are_those_of_the_oracle(string name)
    {
        var cell = CellCatalog.Find(name).CreateScattered(seed: 1);
        var episode = EpisodeFor(cell, name, batch: 5, steps: 7);
        cell.ShouldAgreeWithTheOracle(episode);
        cell.ShouldAgreeWithTheOracle(episode.WithEqualTimespans());
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_single_sample_and_full_shards_agree_with_the_oracle(string name)
    {
        var cell = CellCatalog.Find(name).CreateScattered(seed: 2);
        foreach (var batch in (int[])[1, 18])
        {
            var episode = EpisodeFor(cell, name, batch, steps: 3);
            cell.ShouldAgreeWithTheOracle(episode);
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_sample_does_not_feel_its_neighbours(string name)
    {
        var cell = CellCatalog.Find(name).CreateScattered(seed: 3);
        var episode = EpisodeFor(cell, name, batch: 7, steps: 4);
        var together = cell.Run(episode);
        var apart = cell.Run(episode.Pick(6, 2));
        apart.States.Should().Equal(Episodes.Rows(together.States, 7, 6, 2));
        apart.Outputs.Should().Equal(Episodes.Rows(together.Outputs, 7, 6, 2));
        apart.InputGradient.Should().Equal(Episodes.Rows(together.InputGradient, 7, 6, 2));
        apart.TimespanGradient.Should().Equal(Episodes.Rows(together.TimespanGradient, 7, 6, 2));
        apart.InitialStateGradient.Should().Equal(Episodes.Rows(together.InitialStateGradient, 7, 6, 2));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Computing_values_again_gives_the_same_bits(string name)
    {
        var cell = CellCatalog.Find(name).CreateScattered(seed: 4);
        var episode = EpisodeFor(cell, name, batch: 9, steps: 35);
        foreach (var timed in (Episode[])[episode, episode.WithEqualTimespans()])
        {
            var kept = cell.Run(timed);
            cell.Run(timed, TapeMemory.States).ShouldEqual(kept);
            cell.Run(timed, TapeMemory.Nothing).Outputs.Should().Equal(kept.Outputs);
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Padding_changes_nothing_and_contributes_exactly_nothing(string name)
    {
        var recipe = CellCatalog.Find(name);
        var cell = recipe.CreateScattered(seed: 5);
        const int Real = 4, All = 6;
        var real = EpisodeFor(cell, name, batch: 3, steps: Real);
        var padded = Padded(real, All, recipe.LongestTimespan);
        var held = new MaskedCell(cell);
        var expected = cell.Run(real);
        var actual = held.Run(padded);

        for (var sample = 0; sample < 3; sample++)
        {
            var states = Episodes.Rows(actual.States, 3, sample).Chunk(cell.StateSize).ToArray();
            for (var step = 0; step < All; step++)
            {
                Tolerance.ShouldAgree(
                    states[step], Expected(expected, cell, sample, Math.Min(step, Real - 1)), Tolerance.Outputs, $"state {step}");
            }

            states[All - 1].Should().Equal(states[Real - 1], "padding keeps the state exactly");
            Episodes.Rows(actual.TimespanGradient, 3, sample).Skip(Real).Should().OnlyContain(slope => slope == 0);
            Episodes.Rows(actual.InputGradient, 3, sample).Chunk(held.InputSize).Skip(Real)
                .SelectMany(row => row.Take(cell.InputSize)).Should().OnlyContain(slope => slope == 0);
        }

        for (var index = 0; index < cell.Parameters.Count; index++)
        {
            Tolerance.ShouldAgree(
                actual.ParameterGradients[index], expected.ParameterGradients[index], Tolerance.Gradients, cell.Parameters.NameOf(index));
        }

        var other = held.Run(Padded(real, All, recipe.LongestTimespan / 2));
        foreach (var (gradient, same) in other.ParameterGradients.Zip(actual.ParameterGradients))
            gradient.Should().Equal(same, "what stands in the padding does not matter, to the bit");
    }

    [Theory]
    [MemberData(nameof(CellsThatKeepTheirState))]
    public void A_timespan_of_zero_keeps_the_state(string name)
    {
        var cell = CellCatalog.Find(name).CreateScattered(seed: 6);
        var episode = EpisodeFor(cell, name, batch: 2, steps: 1) with { Timespans = [0, 0] };
        cell.Run(episode).States.Should().Equal(episode.InitialStates);
    }

    [Theory]
    [MemberData(nameof(BoundedCells))]
    public void States_stay_within_their_bound_however_long_the_timespans(string name)
    {
        var recipe = CellCatalog.Find(name);
        var bound = recipe.Bound!.Value;
        var cell = recipe.CreateScattered(seed: 7);
        var episode = EpisodeFor(cell, name, batch: 8, steps: 50);
        var harsh = episode with
        {
            Inputs = Array.ConvertAll(episode.Inputs, value => 1e4 * value),
            Timespans = Array.ConvertAll(episode.Timespans, value => value > 0.5 ? 1e6 : value),
            InitialStates = Array.ConvertAll(episode.InitialStates, value => (double)(float)(bound * value)),
        };
        cell.Run(harsh).States.Should().OnlyContain(state => Math.Abs(state) <= bound * (1 + 1e-6));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_same_seed_gives_the_same_bits(string name)
    {
        var recipe = CellCatalog.Find(name);
        Values(recipe.Create(8)).Should().Equal(Values(recipe.Create(8)));
        Values(recipe.Create(8)).Should().NotEqual(Values(recipe.Create(9)));
    }

    static TheoryData<string> Those(Func<CellRecipe, bool> promise) => new(CellCatalog.All.Where(promise).Select(recipe => recipe.Name));

    static IEnumerable<float> Values(LiquidCell cell) => cell.Parameters.SelectMany(parameter => parameter.Values.ToArray());

    static Episode EpisodeFor(LiquidCell cell, string name, int batch, int steps) =>
        cell.EpisodeFor(seed: 10 + batch, batch, steps, CellCatalog.Find(name).LongestTimespan);

    static double[] Expected(RunResult run, LiquidCell cell, int sample, int step) =>
        Episodes.Rows(run.States, 3, sample).Chunk(cell.StateSize).ElementAt(step);

    /// <summary>The episode with a row of presence, longer by steps of nonsense that no loss counts.</summary>
    static Episode Padded(Episode episode, int steps, float nonsense)
    {
        var outputs = episode.Cotangent.Length / (episode.Batch * episode.Steps);
        return episode with
        {
            Steps = steps,
            Inputs = Extend(episode.Inputs, episode.Features, [1], [.. Enumerable.Repeat((double)nonsense, episode.Features), 0]),
            Timespans = Extend(episode.Timespans, 1, [], [nonsense]),
            Cotangent = Extend(episode.Cotangent, outputs, [], new double[outputs]),
        };

        double[] Extend(double[] values, int rows, double[] mark, double[] padding) =>
        [
            .. values.Chunk(rows * episode.Steps).SelectMany(sample => sample.Chunk(rows).SelectMany(row => row.Concat(mark))
                .Concat(Enumerable.Repeat(padding, steps - episode.Steps).SelectMany(row => row))),
        ];
    }
}
