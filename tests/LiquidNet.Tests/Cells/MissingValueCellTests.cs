using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Solvers;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Tests.Runs.Support;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Cells;

public class MissingValueCellTests
{
    const float Missing = float.NaN;

    [Fact]
    public void It_gives_the_last_values_seen_with_marks_and_the_logarithms_of_their_ages()
    {
        ShouldSee([Missing, 5], elapsed: 2, held: [0, 5], present: [0, 1], ages: [2, 0]);
        ShouldSee([Missing, Missing], elapsed: 3, held: [0, 5], present: [0, 0], ages: [5, 3]);
        ShouldSee([7, Missing], elapsed: 0.5f, held: [7, 5], present: [1, 0], ages: [0, 3.5f]);
        ShouldSee([Missing, 6], elapsed: 1, held: [7, 6], present: [0, 1], ages: [1, 0]);
    }

    [Fact]
    public void In_a_timespan_of_zero_a_reading_counts_and_nothing_ages()
    {
        ShouldSee([3, Missing], elapsed: 1, held: [3, 0], present: [1, 0], ages: [0, 1]);
        ShouldSee([Missing, 2], elapsed: 0, held: [3, 2], present: [0, 1], ages: [0, 0]);
        ShouldSee([Missing, Missing], elapsed: 0, held: [3, 2], present: [0, 0], ages: [0, 0]);
    }

    [Fact]
    public void A_value_is_held_exactly_for_as_long_as_it_takes()
    {
        ShouldSee([0.1f, -3e-38f], elapsed: 1, held: [0.1f, -3e-38f], present: [1, 1], ages: [0, 0]);
        for (var step = 1; step <= 5_000; step++)
            stream.Step([Missing, Missing], elapsed: 0.25f);
        ShouldSee([Missing, Missing], elapsed: 0.25f, held: [0.1f, -3e-38f], present: [0, 0], ages: [1250.25f, 1250.25f]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_cell_within_moves_as_it_does_alone_on_what_it_is_given(int unfolds)
    {
        LiquidCell Create(int inputs) => new LtcCell(inputs, new AutoNeuralCircuitPolicy(8, 2), seed: 1) { Unfolds = unfolds };
        var (readings, elapsed) = Readings(steps: 20);
        var given = new LiquidLayer(Seen(features: 2)).Forward(new Sequence(readings) { Timespans = elapsed });

        var over = new LiquidLayer(new MissingValueCell(2, Create)).Forward(new Sequence(readings) { Timespans = elapsed });
        var alone = new LiquidLayer(Create(6)).Forward(new Sequence(given) { Timespans = elapsed });

        (over - alone).Enumerate().Should().OnlyContain(error => Math.Abs(error) < 1e-5f);
    }

    [Fact]
    public void Its_state_is_the_cells_then_what_is_held_then_ages()
    {
        var cell = new MissingValueCell(features: 8, inputs => new CfcCell(inputs, 32));
        (cell.InputSize, cell.StateSize, cell.OutputSize).Should().Be((8, 48, 32));
        cell.Parameters["cell.ff1.weight"].Columns.Should().Be(32);
        cell.ToString().Should().Be("CfC over gaps 8 -> 32 (state of 48 numbers)");
    }

    [Fact]
    public void A_cell_that_does_not_fit_is_refused()
    {
        Creating(0, inputs => new CfcCell(inputs, 4)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("features");
        Creating(1 << 30, inputs => new CfcCell(inputs, 4)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("features");
        Creating(2, null!).Should().Throw<ArgumentNullException>().WithParameterName("create");
        Creating(2, _ => null!).Should().Throw<ArgumentNullException>().WithParameterName("create");
        Creating(2, _ => new CfcCell(2, 4)).Should().Throw<ArgumentException>().WithMessage("*'CfC' expects 2 inputs*give it 6*");
        Creating(2, inputs => new LtcCell(inputs, 4) { Unfolds = UnfoldPolicy.ByStepLength(0.1f, 9) })
            .Should().Throw<ArgumentException>().WithMessage("*LTC*fixed*");

        static Func<MissingValueCell> Creating(int features, Func<int, LiquidCell> create) => () => new MissingValueCell(features, create);
    }

    [Fact]
    public void Gradients_go_through_the_values_held_to_the_readings_they_came_from()
    {
        var cell = new MissingValueCell(1, inputs => new CfcCell(inputs, 3, seed: 1));
        var episode = cell.EpisodeFor(seed: 1, batch: 1, steps: 4) with
        {
            Inputs = [0.4, Missing, Missing, Missing],
            Scores = step => step == 3,
        };
        var run = cell.Run(episode);

        run.InputGradient[0].Should().NotBe(0);
        run.InputGradient.Skip(1).Should().OnlyContain(slope => slope == 0);
        var (above, below) = (Loss(0.4 + 1e-4), Loss(0.4 - 1e-4));
        run.InputGradient[0].Should().BeApproximately((above - below) / 2e-4, 1e-4);

        double Loss(double first)
        {
            var moved = episode with { Inputs = [first, Missing, Missing, Missing] };
            var outputs = new ReferenceRun(cell) { Differentiates = false }.On(moved).Outputs;
            return outputs.Zip(episode.Cotangent).Skip(9).Sum(pair => pair.First * pair.Second);
        }
    }

    readonly LiquidStream stream = new LiquidNetwork(Seen(features: 2), new IdentityReadout(6)).OpenStream();

    void ShouldSee(float[] reading, float elapsed, float[] held, float[] present, float[] ages)
    {
        var seen = stream.Step(reading, elapsed).ToArray();
        seen[..4].Should().Equal(held.Concat(present));
        for (var feature = 0; feature < 2; feature++)
            seen[4 + feature].Should().BeApproximately(MathF.Log(1 + ages[feature]), 2e-7f * (1 + ages[feature]));
    }

    /// <summary>A cell whose output is what a cell over gaps is given.</summary>
    static MissingValueCell Seen(int features) =>
        new(features, inputs => new FormulaCell(inputs, inputs, (input, _, _) => input));

    static (Matrix<float> Values, float[] Elapsed) Readings(int steps)
    {
        var random = new Random(1);
        return (
            Matrix<float>.Build.Dense(steps, 2, (_, _) => random.Next(2) == 0 ? Missing : random.NextSingle()),
            [.. Enumerable.Range(0, steps).Select(_ => random.NextSingle())]);
    }
}
