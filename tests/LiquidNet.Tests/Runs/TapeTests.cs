using LiquidNet.Equations;
using LiquidNet.Runs;
using LiquidNet.Solvers;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Tests.Runs.Support;
using LiquidNet.UserTests.Readme;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Runs;

/// <summary>Runs over time: windows, unfolds, held inputs, dropout, and the edges of time.</summary>
public class TapeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(100)]
    public void Any_number_of_steps_fits_into_windows(int steps)
    {
        foreach (var unfolds in (int[])[1, 6])
        {
            var cell = new LeakyCell(2, 3, seed: 1) { Unfolds = unfolds };
            var episode = cell.EpisodeFor(seed: 1, batch: 2, steps);
            cell.ShouldAgreeWithTheOracle(episode);
            cell.Run(episode, TapeMemory.States).ShouldEqual(cell.Run(episode));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Outputs_are_judged_after_some_steps_or_all(int every)
    {
        var (inner, outer) = (Parameter.Glorot("W", 3, 4, 1), Parameter.Glorot("V", 4, 2, 1));
        foreach (var unfolds in (UnfoldPolicy[])[1, 3, UnfoldPolicy.ByStepLength(0.3f, 4)])
        {
            var cell = new FormulaCell(
                3, 3, (input, state, timespan) => state + timespan * (Tanh(input + state) - state),
                state => Affine(outer, Tanh(Affine(inner, state))), outputSize: 2).With(unfolds);
            var episode = cell.EpisodeFor(seed: 7, batch: 3, steps: 70) with { Scores = step => step % every == every - 1 };
            cell.ShouldAgreeWithTheOracle(episode);
            cell.Run(episode, TapeMemory.States).ShouldEqual(cell.Run(episode));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void Unfolds_follow_the_timespan_of_each_sample(int steps)
    {
        var cell = new LeakyCell(2, 3, seed: 1) { Unfolds = UnfoldPolicy.ByStepLength(maxStep: 0.25f, maxCount: 6) };
        var episode = cell.EpisodeFor(seed: 2, batch: 9, steps, longest: 2);
        cell.ShouldAgreeWithTheOracle(episode);
        var (together, alone) = (cell.Run(episode, lanes: 8), cell.Run(episode.Pick(4), lanes: 8));
        alone.States.Should().Equal(Episodes.Rows(together.States, 9, 4), "no sample feels how many unfolds its neighbours take");
        alone.InputGradient.Should().Equal(Episodes.Rows(together.InputGradient, 9, 4));
        cell.Run(episode, TapeMemory.States).ShouldEqual(cell.Run(episode));
    }

    [Fact]
    public void A_held_input_is_read_once_and_used_at_every_step()
    {
        var cell = new LeakyCell(2, 3, seed: 1);
        var single = cell.EpisodeFor(seed: 3, batch: 3, steps: 1);
        var episode = cell.EpisodeFor(seed: 3, batch: 3, steps: 40) with
        {
            Inputs = [.. single.Inputs.Chunk(2).SelectMany(input => Enumerable.Repeat(input, 40).SelectMany(row => row))],
        };
        foreach (var memory in (TapeMemory[])[TapeMemory.Everything, TapeMemory.States])
        {
            var run = new EngineRun(cell.ModelOf(), cell.Parameters) { HoldsInput = true, Memory = memory };
            run.On(episode).ShouldAgreeWith(new ReferenceRun(cell).On(episode), cell.Parameters);
        }
    }

    [Fact]
    public void A_tape_serves_runs_of_other_lengths_after_each_other()
    {
        var cell = new LeakyCell(2, 3, seed: 1) { Unfolds = 2 };
        var model = cell.ModelOf();
        var tape = new Tape(model, model.Logits, lanes: 8);
        foreach (var steps in (int[])[40, 3, 70, 1])
        {
            var episode = cell.EpisodeFor(seed: steps, batch: 8, steps);
            var (result, gradients) = (new RunResult(episode, 3, [3, 15]), new GradientSet(cell.Parameters));
            var shard = new EpisodeShard(episode, result, first: 0, lanes: 8);
            tape.Begin(shard, TapeMemory.Everything);
            shard.WriteInitialState(tape.InitialState);
            tape.Forward(shard, shard);
            tape.Reverse(shard, gradients, withInputs: true);
            shard.ReadGradients(tape);
            var fresh = cell.Run(episode);
            result.Outputs.Should().Equal(fresh.Outputs);
            result.InputGradient.Should().Equal(fresh.InputGradient);
            gradients[1].ToArray().Select(value => (double)value).Should().Equal(fresh.ParameterGradients[1]);
        }
    }

    [Fact]
    public void Memory_is_taken_for_the_unfolds_there_are_not_for_those_there_may_be()
    {
        var cell = new LeakyCell(2, 3, seed: 1) { Unfolds = UnfoldPolicy.ByStepLength(0.4f, maxCount: int.MaxValue) };
        var episode = cell.EpisodeFor(seed: 4, batch: 3, steps: 50);
        var expected = new ReferenceRun(cell).On(episode);
        cell.Run(episode).ShouldAgreeWith(expected, cell.Parameters);
        cell.Run(episode, TapeMemory.States).ShouldAgreeWith(expected, cell.Parameters);
    }

    [Fact]
    public void A_run_that_no_array_can_hold_says_so()
    {
        var cell = new LeakyCell(2, 3, seed: 1) { Unfolds = UnfoldPolicy.ByStepLength(1e-7f, maxCount: int.MaxValue) };
        var episode = cell.EpisodeFor(seed: 4, batch: 1, steps: 20) with { Timespans = [.. Enumerable.Repeat(5.0, 20)] };
        cell.Invoking(it => it.Run(episode)).Should().Throw<InvalidOperationException>().WithMessage("*cut the sequences*");
    }

    [Fact]
    public void Dropout_of_an_output_draws_its_own_mask()
    {
        var cell = new FormulaCell(
            40, 40, (input, _, _) => Tanh(Dropout(input, 0.5f)), state => Dropout(state, 0.5f), outputSize: 40);
        var episode = cell.EpisodeFor(seed: 4, batch: 1, steps: 2);
        var run = new EngineRun(cell.ModelOf(), cell.Parameters) { DropoutPass = 5 }.On(episode);
        var kept = run.States.Select(state => state != 0).ToArray();
        var shown = run.Outputs.Zip(kept).Where(pair => pair.Second).Select(pair => pair.First != 0).ToArray();
        shown.Should().Contain(true).And.Contain(false, "what the state kept, the output drops by a mask of its own");
        run.Outputs.Zip(run.States).Should().OnlyContain(pair => pair.First == 0 || Math.Abs(pair.First - 2 * pair.Second) < 1e-6);
    }

    [Fact]
    public void A_timespan_may_be_zero_tiny_or_huge()
    {
        var cell = new LeakyCell(2, 3, seed: 1) { Unfolds = 6 };
        var episode = cell.EpisodeFor(seed: 4, batch: 4, steps: 3) with
        {
            Timespans = [0, 0, 0, 1e-20f, 1e-6f, 1e-3f, 1e6f, 1e20f, 1e30f, 1, 0, 1e6f],
        };
        cell.ShouldAgreeWithTheOracle(episode);
    }

    [Fact]
    public void Dropout_is_part_of_the_gradient_and_follows_from_its_key_alone()
    {
        var weights = Parameter.Glorot("W", 8, 4, 1);
        var cell = new FormulaCell(4, 4, (input, state, _) =>
            Tanh(Affine(weights, Concatenate(Dropout(input, 0.25f), Dropout(Tanh(state), 0.5f)))));
        var episode = cell.EpisodeFor(seed: 5, batch: 11, steps: 5);
        var first = Train(pass: 1);
        var exact = new ReferenceRun(cell.ModelOf(), cell.Parameters) { DropoutPass = 1 };
        first.ShouldAgreeWith(exact.On(episode), cell.Parameters);
        Train(pass: 1).ShouldEqual(first);
        Train(pass: 1, lanes: 16).Outputs.Should().Equal(first.Outputs, "how a batch is cut into shards does not show");
        Train(pass: 2).Outputs.Should().NotEqual(first.Outputs);
        cell.ShouldAgreeWithTheOracle(episode);

        RunResult Train(ulong pass, int lanes = 8) =>
            new EngineRun(cell.ModelOf(), cell.Parameters) { DropoutPass = pass, Lanes = lanes }.On(episode);
    }

    [Fact]
    public void Dropout_keeps_the_mean()
    {
        var cell = new FormulaCell(50, 50, (input, _, _) => Dropout(input, 0.2f));
        var episode = cell.EpisodeFor(seed: 6, batch: 40, steps: 10);
        var ones = episode with { Inputs = Array.ConvertAll(episode.Inputs, _ => 1.0) };
        var run = new EngineRun(cell.ModelOf(), cell.Parameters) { DropoutPass = 3 }.On(ones);
        run.States.Distinct().Should().BeEquivalentTo([0, 1.25]);
        run.States.Average().Should()
            .BeApproximately(1, 0.015, "20,000 draws with a deviation of 0.5 are within 4 deviations of their mean");
    }
}
